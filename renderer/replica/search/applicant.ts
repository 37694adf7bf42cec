import { fail, ok, type Result } from '../../../shared/base/result.ts'
import { IDENTIFIERS } from '../../../shared/contract/identifiers/index.ts'
import { type CaseRecord, isCase } from '../../../shared/contract/index.ts'
import { columnsOf, type FieldSchema, type ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { partiesOf } from '../../../shared/contract/service/parties.ts'
import { valuesAt } from '../../../shared/contract/service/values.ts'
import { civilDate } from '../../../shared/contract/working-days.ts'
import { caseRow, definitionOf } from '../case-views.ts'
import type { ReplicaDatabase } from '../database.ts'
import type { Snapshot } from '../snapshot.ts'
import { placesOf } from '../unseal.ts'
import type { Applicant } from './api.ts'
import { type Candidate, caseCandidates, type IndexView } from './candidates.ts'
import { fold } from './fold.ts'
import { casesAt } from './read-records.ts'
import type { Search } from './search.ts'
import type { Opened } from './texts.ts'

/** Cases that are read for one answer, and of those that name the person, those that are told. */
const LOOK = 200
const MOST = 50

const NUMBERS = ['cn-id', 'uscc'] as const

interface Known {
  readonly id: string
  readonly record: CaseRecord
  readonly definition: ServiceDefinition
  readonly values: Opened
}

/**
 * What the newest cases say of a person or body: those that have exactly this number in a field for such numbers. What waits here is looked through
 * too, and comes first. Code: form-invalid.
 */
export async function findApplicant(
  search: Search,
  db: ReplicaDatabase,
  view: IndexView | null,
  now: Snapshot,
  typed: string,
  clock: number,
): Promise<Result<Applicant>> {
  const idNumber = readNumber(typed, civilDate(clock))
  if (idNumber === null) return fail('form-invalid', 'idNumber')
  const named: Known[] = []
  const look = async (cases: readonly { readonly id: string; readonly record: CaseRecord }[]) => {
    const opened = await search.unsealer.values(now, new Map(cases.map(({ id, record }) => [id, placesOf(record)])))
    for (const { id, record } of cases) {
      const definition = definitionOf(now, record)
      const values = { ...record.fields, ...opened.get(id) }
      if (definition !== null && hasNumber(definition, values, idNumber)) named.push({ id, record, definition, values })
    }
  }
  const here = [...now.overlay.records].reverse()
  await look(here.flatMap(([id, record]) => (isCase(record) ? [{ id, record }] : [])))
  let looked = 0
  const all = caseCandidates(
    view,
    search.cases,
    now.gov,
    [fold(idNumber)],
    () => true,
    Number.MAX_SAFE_INTEGER,
    civilDate(clock),
  )
  let part: Candidate[] = []
  const lookAt = async () => {
    looked += part.length
    const rows = await casesAt(
      db,
      part.map(({ order }) => order),
    )
    part = []
    await look(rows.sort((a, b) => b.order - a.order).filter(({ id }) => !now.overlay.records.has(id)))
  }
  for await (const chunk of view === null ? [] : all) {
    for (let at = 0; at < chunk.length && named.length <= MOST && looked < LOOK; at++) {
      part.push(chunk[at] as Candidate)
      if (part.length === MOST) await lookAt()
    }
    if (named.length > MOST || looked >= LOOK) break
  }
  if (part.length > 0) await lookAt()
  const told = named.slice(0, MOST)
  const parties = told
    .flatMap(({ definition, values }) => partiesOf(definition, values))
    .filter(({ id }) => id !== undefined && fold(id) === fold(idNumber))
  const distinct = (texts: readonly (string | undefined)[]) => [...new Set(texts.filter((one) => one !== undefined))]
  return ok({
    idNumber,
    names: distinct(parties.map(({ name }) => name)),
    phones: distinct(parties.map(({ phone }) => phone)),
    addresses: distinct(parties.map(({ address }) => address)),
    cases: told.map(({ id, record }) => caseRow(now, id, record, clock)),
    more: named.length > MOST || looked >= LOOK,
  })
}

/** The number in its one stored form; null when it is not a complete one of either kind. */
function readNumber(typed: string, today: string): string | null {
  for (const name of NUMBERS) {
    const checked = IDENTIFIERS[name].check(typed.slice(0, 100), today)
    if (checked.ok) return checked.value
  }
  return null
}

function hasNumber(d: ServiceDefinition, values: Opened, idNumber: string): boolean {
  const known = Object.fromEntries(Object.entries(values).filter((entry) => entry[1] !== null)) as Parameters<
    typeof valuesAt
  >[0]
  return numberPaths(d).some((path) => valuesAt(known, path).some((one) => one === idNumber))
}

/** The fields and columns for such numbers. */
function numberPaths(d: ServiceDefinition): string[] {
  const isOne = (schema: Pick<FieldSchema, 'x-identifier'>) => NUMBERS.some((name) => name === schema['x-identifier'])
  return Object.entries(d.form.schema.properties).flatMap(([name, schema]) => {
    const columns = Object.entries(columnsOf(schema)?.properties ?? {})
    return [
      ...(isOne(schema) ? [name] : []),
      ...columns.flatMap(([column, of]) => (isOne(of) ? [`${name}.${column}`] : [])),
    ]
  })
}
