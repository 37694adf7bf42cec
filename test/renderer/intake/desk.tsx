import { type ReactNode, useState } from 'react'
import { type Desk, DeskContext, ServicesContext } from '../../../renderer/app/desk.ts'
import type { CaseDetail, Filing, OnRecordRow, Replica, SubjectRow } from '../../../renderer/replica/api.ts'
import { fail, ok } from '../../../shared/base/result.ts'
import {
  checkForm,
  type FieldValues,
  missingMaterials,
  type ServiceDefinition,
} from '../../../shared/contract/service/index.ts'
import { subjectsOfPart } from '../../../shared/contract/service/subject.ts'
import { civilDate } from '../../../shared/contract/working-days.ts'
import { COUNTY } from '../../kit/definitions.ts'
import { show } from '../form/stage.tsx'
import '../../../renderer/styles/intake.css'

export const CLERK = { id: 'clerk-1', name: '才仁卓玛', office: COUNTY, roles: ['clerk'] } as const

/** What a page can ask here, answered from the definition itself and from what a test puts on record. */
export interface Counter {
  readonly filed: Filing[]
  readonly dropped: string[]
  /** By id: public fields, and under `sealed` those that this office may open. */
  readonly record: Map<string, Partial<SubjectRow> & { readonly sealed?: FieldValues }>
  /** What the case that was filed looks like. */
  detail: CaseDetail | null
  /** Running numbers that this computer has left. */
  left: number
  /** How many checks have been answered, and what the next one waits for. */
  checked: number
  until: Promise<void>
  changed(): void
}

export async function atCounter(services: readonly ServiceDefinition[], page: ReactNode): Promise<Counter> {
  const listeners = new Set<() => void>()
  const counter: Counter = {
    filed: [],
    dropped: [],
    record: new Map(),
    detail: null,
    left: 100,
    checked: 0,
    until: Promise.resolve(),
    changed: () => {
      for (const one of listeners) one()
    },
  }
  const desk = { person: CLERK, replica: replicaOf(services, counter, listeners) } as unknown as Desk
  function Page() {
    const [given] = useState(services)
    return (
      <DeskContext value={desk}>
        <ServicesContext value={given}>
          <div id="page">{page}</div>
        </ServicesContext>
      </DeskContext>
    )
  }
  await show(<Page />)
  return counter
}

function replicaOf(services: readonly ServiceDefinition[], counter: Counter, listeners: Set<() => void>): Replica {
  const of = ({ service }: { readonly service: string }) =>
    services.find(({ code }) => code === service) as ServiceDefinition
  const today = civilDate(Date.now())
  const row = (id: string): SubjectRow | null => {
    const known = counter.record.get(id)
    if (known === undefined) return null
    const [, type = '', number = ''] = id.split('/')
    const empty = { fields: {}, pending: null, disputed: false, burdens: [], parents: [], children: [], ended: null }
    return { id, type, number, updated: 0, ...empty, ...known }
  }
  const replica: Partial<Replica> = {
    on: (listener) => {
      const tell = () => listener({ type: 'changed' })
      listeners.add(tell)
      return () => void listeners.delete(tell)
    },
    async check(filing) {
      await counter.until
      counter.checked++
      const materials = filing.materials.map(({ id }) => id)
      const lacking = missingMaterials(of(filing), filing.values, materials, today, COUNTY).map(({ id, title }) => ({
        field: `material:${id}`,
        problem: 'material',
        message: title,
      }))
      return ok([...checkForm(of(filing), filing.values, today, COUNTY, { materials }), ...lacking])
    },
    async file(filing) {
      counter.filed.push(structuredClone(filing))
      return ok({ entry: '00', case: `${COUNTY}/case/6327230012026112000011` })
    },
    openDispute: async (id) =>
      ok({
        ...{ conflict: id, number: 'Z', title: { zh: '草场', en: 'Pasture' }, since: 0 },
        ...{ deciders: ['尕玛'], proposed: null },
      }),
    async onRecord(input) {
      const rows = of(input).subjects.flatMap((part) =>
        (subjectsOfPart(part, COUNTY, input.values) ?? []).map(
          ({ id }): OnRecordRow => ({
            part: part.name,
            id,
            subject: row(id),
            sealed: counter.record.get(id)?.sealed ?? {},
          }),
        ),
      )
      return ok(rows)
    },
    async numbers() {
      return ok({ series: 'certificate', next: 1, left: counter.left })
    },
    async subjects() {
      return ok({ rows: [], next: null })
    },
    async reveal() {
      return ok({})
    },
    async applicant() {
      return fail('form-invalid')
    },
    async attached(hashes) {
      return ok(hashes.map(() => true))
    },
    async attachment() {
      return fail('not-found')
    },
    async dropAttachments(hashes) {
      counter.dropped.push(...hashes)
      return ok(null)
    },
    async case() {
      return counter.detail === null ? fail('not-found') : ok(counter.detail)
    },
  }
  return replica as Replica
}
