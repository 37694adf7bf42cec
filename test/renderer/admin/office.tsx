import type { ReactNode } from 'react'
import { type Desk, DeskContext, ServicesContext } from '../../../renderer/app/desk.ts'
import type { Replica, SubjectDetail } from '../../../renderer/replica/api.ts'
import type { GovAct, GovDefinition, Governance, GovMember } from '../../../renderer/replica/gov-api.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { type Failure, fail, ok } from '../../../shared/base/result.ts'
import type { ServiceDefinition } from '../../../shared/contract/service/index.ts'
import { COUNTY } from '../../kit/definitions.ts'
import { show } from '../form/stage.tsx'
import '../../../renderer/styles/frame.css'
import '../../../renderer/styles/register.css'
import '../../../renderer/styles/admin.css'

const KEY = new Uint8Array(32).fill(7)
export const REGISTRAR = {
  id: 'registrar-1',
  name: '马建国',
  office: '630000',
  roles: ['registrar'],
  key: KEY,
} as const

export function member(id: string, name: string, key: string, roles: readonly string[] = ['clerk']): GovMember {
  return {
    ...{ id, name, office: COUNTY, roles, scopes: [COUNTY], from: 1, times: 1 },
    keys: [{ id: key, use: 'entry', suite: 'ed25519', from: 1, revoked: null }],
  }
}

export const GOV: Governance = {
  may: true,
  signers: 2,
  offices: [
    { code: COUNTY, name: '称多县政务服务中心', parent: null, level: 'county', from: 1, recipients: 1, keys: [] },
    { code: '632726', name: '曲麻莱县政务服务中心', parent: null, level: 'county', from: 1, recipients: 0, keys: [] },
  ],
  members: [
    member('clerk-1', '才仁卓玛', 'aa'.repeat(32)),
    { ...member('registrar-1', '马建国', hex(KEY), ['registrar']), office: '632726', scopes: ['gov'] },
  ],
  services: [],
  series: [{ series: 'case', period: 'year', digits: 5, services: [{ zh: '登记', en: 'Record' }] }],
  numbers: [
    {
      office: COUNTY,
      series: 'case',
      blocks: [
        {
          ...{ key: 'aa'.repeat(32), from: 1, to: 1000, at: 1, revoked: false },
          owner: { id: 'clerk-1', name: '才仁卓玛' },
        },
      ],
      given: null,
    },
  ],
  policies: [{ name: 'publication', value: { signers: 2 }, from: 1, times: 1 }],
  pending: [],
}

/** What pages of the register and the administration can ask here, answered from what a test lays down. */
export interface Office {
  readonly signed: GovAct[]
  /** What the next signature is answered with. */
  refusal: Failure | null
}

export interface Laid {
  readonly gov?: Partial<Governance>
  readonly services?: readonly ServiceDefinition[]
  readonly definition?: GovDefinition
  readonly subject?: SubjectDetail
}

export async function atOffice(page: ReactNode, laid: Laid): Promise<Office> {
  const office: Office = { signed: [], refusal: null }
  const replica: Partial<Replica> = {
    on: () => () => undefined,
    governance: async () => ok({ ...GOV, ...laid.gov }),
    definition: async () => (laid.definition === undefined ? fail('unknown-service') : ok(laid.definition)),
    govLog: async () => ok([]),
    subject: async () => (laid.subject === undefined ? fail('not-found') : ok(laid.subject)),
    async govern(act) {
      if (office.refusal !== null) return office.refusal
      office.signed.push(structuredClone(act))
      return ok({ entry: '00' })
    },
  }
  const desk = { person: REGISTRAR, replica } as unknown as Desk
  const services = laid.services ?? []
  await show(
    <DeskContext value={desk}>
      <ServicesContext value={services}>
        <div id="page">{page}</div>
      </ServicesContext>
    </DeskContext>,
  )
  return office
}

export const text = () => document.getElementById('page')?.innerText ?? ''

/** A button by a part of its words, anywhere on the page; fails where there is none. */
export function button(words: string): HTMLButtonElement {
  const all = [...document.querySelectorAll<HTMLButtonElement>('button, a.ant-btn')]
  const found = all.find((one) => one.innerText.includes(words))
  if (found === undefined) throw new Error(`no button ${words}`)
  return found
}
