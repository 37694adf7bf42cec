import { hex } from '../../shared/base/bytes.ts'
import {
  type Gov,
  type KeyFact,
  type MemberFact,
  type OfficeFact,
  type PolicyFact,
  type ServiceFact,
} from '../../shared/contract/index.ts'
import { GROUPS, type ServiceDefinition, type Text } from '../../shared/contract/service/definition.ts'
import { definitionHash } from '../../shared/contract/service/definition-hash.ts'
import type { Value } from '../../shared/ledger/index.ts'
import type { GovKey, GovMember, GovOffice, GovPolicy, GovSeries, GovService, Named } from './gov-api.ts'

/** Everything in gov under a prefix, with what follows the prefix. */
function* under(gov: Gov, prefix: string): Generator<[string, Value]> {
  for (const [key, value] of gov.entries()) if (key.startsWith(prefix)) yield [key.slice(prefix.length), value]
}

export function nameOf(gov: Gov, id: string): Named {
  return { id, name: gov.member(id)?.name ?? id }
}

function keysByOwner(gov: Gov): Map<string, GovKey[]> {
  const out = new Map<string, GovKey[]>()
  for (const [id, value] of under(gov, 'key/')) {
    const { owner, use, suite, from, revoked } = value as unknown as KeyFact
    const shown = {
      id,
      use,
      suite,
      from,
      revoked: revoked === null ? null : { from: revoked.from, reason: revoked.reason },
    }
    out.set(owner, [...(out.get(owner) ?? []), shown])
  }
  return out
}

/** People and offices, each with its keys; offices by code, people by office and id. */
export function peopleOf(gov: Gov): { offices: GovOffice[]; members: GovMember[] } {
  const keys = keysByOwner(gov)
  const offices = [...under(gov, 'office/')].map(([code, value]): GovOffice => {
    const { name, parent, level, from, recipients } = value as unknown as OfficeFact
    return { code, name, parent, level, from, recipients: recipients.length, keys: keys.get(code) ?? [] }
  })
  const members = [...under(gov, 'member/')].flatMap(([id, value]): GovMember[] => {
    const { name, office, history } = value as unknown as MemberFact
    const last = history.at(-1)
    if (last === undefined) return []
    const { from, roles, scopes } = last
    return [{ id, name, office, roles, scopes, from, times: history.length, keys: keys.get(id) ?? [] }]
  })
  return {
    offices: offices.sort((a, b) => (a.code < b.code ? -1 : 1)),
    members: members.sort((a, b) => (`${a.office} ${a.id}` < `${b.office} ${b.id}` ? -1 : 1)),
  }
}

/** Every version of every service: what is in force, what waits, what newer versions have taken the place of. By code, newest first. */
export function servicesOf(gov: Gov): GovService[] {
  const facts = [...under(gov, 'service/')].map(([name, value]) => {
    const [code, version] = name.split('/') as [string, string]
    return { code, version: Number(version), fact: value as unknown as ServiceFact }
  })
  const newest = new Map<string, number>()
  for (const { code, version, fact } of facts) {
    if (fact.from !== null) newest.set(code, Math.max(newest.get(code) ?? 0, version))
  }
  return facts
    .map(({ code, version, fact }): GovService => {
      const state = fact.from === null ? 'waiting' : newest.get(code) === version ? 'in-force' : 'retired'
      return { code, version, ...describedBy(fact), state, from: fact.from, ...signedBy(gov, fact) }
    })
    .sort((a, b) => (a.code === b.code ? b.version - a.version : a.code < b.code ? -1 : 1))
}

/** Out of the document itself: a list of services must not cost the reading of all of them. What gov holds has passed its reader. */
function describedBy({ definition }: ServiceFact): Pick<GovService, 'title' | 'group'> {
  const { title, group } = definition as unknown as ServiceDefinition
  return { title: title as Text, group: GROUPS.find((one) => one === group) ?? GROUPS[0] }
}

function signedBy(gov: Gov, { signers, definition }: ServiceFact): Pick<GovService, 'signers' | 'hash'> {
  return { signers: signers.map((id) => nameOf(gov, id)), hash: hex(definitionHash(definition)) }
}

export function policiesOf(gov: Gov): GovPolicy[] {
  const out = [...under(gov, 'policy/')].flatMap(([name, value]): GovPolicy[] => {
    const { history, waits } = value as unknown as PolicyFact
    const last = history.at(-1)
    if (last === undefined) return []
    const policy = { name, value: last.value, from: last.from, times: history.length }
    return [waits === undefined ? policy : { ...policy, waits: nameOf(gov, waits.by) }]
  })
  return out.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** How many registrars sign a definition (X10). */
export function signersOf(gov: Gov): 1 | 2 {
  return gov.policy('publication', Number.MAX_SAFE_INTEGER)?.['signers'] === 2 ? 2 : 1
}

/** The series that the services in force, or waiting to be, give numbers of. */
export function seriesOf(gov: Gov): GovSeries[] {
  const out = new Map<string, GovSeries>()
  const proposals = gov.proposals().map(({ fact }) => fact.definition as unknown as ServiceDefinition)
  for (const { title, numbers } of [...gov.services(Number.MAX_SAFE_INTEGER), ...proposals]) {
    for (const { series, period, digits } of numbers) {
      const known = out.get(series)
      const services = [...(known?.services ?? []).filter((one) => one.zh !== title.zh), title]
      out.set(series, { series, period, digits, services })
    }
  }
  return [...out.values()].sort((a, b) => (a.series < b.series ? -1 : 1))
}
