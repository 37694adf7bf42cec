import { isCase } from '../../shared/contract/index.ts'
import { definitionHash } from '../../shared/contract/service/definition-hash.ts'
import { subjectsOf } from '../../shared/contract/service/subject.ts'
import { namedSubjects } from '../../shared/contract/service/workflow.ts'
import type { Value } from '../../shared/ledger/index.ts'
import { type Doing, numberFor } from './acts.ts'
import { COUNTY, type Person } from './people.ts'

/**
 * What the executor does beside the node (X9): it grants, or hands over to people, the cases that have come to where their service's `auto` begins; one
 * that is broken into does more. Answers how many entries it signed.
 */
export function execute(doing: Doing): number {
  const { office, rnd, now } = doing
  const person = office.people[0] as Person
  let signed = 0
  for (const id of office.ids()) {
    const record = office.read(id)
    if (record === undefined || !isCase(record)) continue
    const { gov, height } = office.replica
    const d = gov.service(record.service, record.version, height)
    if (d === null || d.auto === null) continue
    const wild = rnd.int(12) === 0
    if (!wild && (record.state !== d.auto.from || record.disputes.length > 0 || rnd.int(4) === 0)) continue
    const name = wild ? rnd.pick(d.workflow.actions).name : rnd.int(3) > 0 ? d.auto.approve : d.auto.otherwise
    const action = d.workflow.actions.find((one) => one.name === name)
    if (action === undefined) continue
    const own = definitionHash(d as unknown as Value)
    const other = gov.services(height).find(({ code }) => code !== d.code)
    const rules = !wild || other === undefined || rnd.int(2) === 0 ? own : definitionHash(other as unknown as Value)
    const named = namedSubjects(d, action, subjectsOf(d, COUNTY, record.fields) ?? []).map((one) => one.id)
    const draft = {
      ...{ kind: 'act', scope: [COUNTY], case: id, subj: office.subj(new Set([id, ...named])) },
      data: {
        ...{ action: name, reason: '不符合自动核准的条件', fields: {}, sealed: {}, materials: [] as Value },
        ...{ number: numberFor(doing, d, action, person), rules },
      },
    }
    office.sign(person, office.draft(person, draft, now), now)
    if (++signed === 3) break
  }
  return signed
}
