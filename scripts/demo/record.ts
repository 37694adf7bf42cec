import { randomBytes } from 'node:crypto'
import { compareText } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import type { Kept } from '../../shared/bridge.ts'
import { makeIntakeNumber } from '../../shared/contract/identifiers/index.ts'
import { checkForm, readDefinition } from '../../shared/contract/service/index.ts'
import { encode, encodePayload, fieldCommit, type Value } from '../../shared/ledger/index.ts'
import stock from '../../shared/services/grassland-stock.json' with { type: 'json' }
import type { DemoContract } from './seed.ts'
import { type Actor, sign } from './staff.ts'

const DAY = 86_400_000
/** +08:00 */
const ZONE = 8 * 3_600_000
const PER_DAY = 5

/**
 * Puts contracts on record as `file` entries of the service for existing contracts: the clerks of one county in turn, five on
 * each working day up to the one before `now`, their sealed fields readable by the county alone.
 */
export async function recordContracts(
  clerks: readonly Actor[],
  recipient: string,
  contracts: readonly DemoContract[],
  { net, device, now }: { net: Uint8Array; device: string; now: number },
): Promise<Kept[]> {
  const days = workingDays(Math.ceil(contracts.length / PER_DAY), now)
  const kept: Kept[] = []
  for (const [i, contract] of contracts.entries()) {
    const clerk = clerks[i % clerks.length] as Actor
    const midnight = days[Math.floor(i / PER_DAY)] as number
    const sequence = i % PER_DAY
    const time = midnight + 9 * 3_600_000 + sequence * 85 * 60_000 + ((i * 37) % 60) * 1_000
    const day = new Date(midnight + ZONE).toISOString().slice(0, 10)
    const { office } = clerk.person
    const number = makeIntakeNumber({ office, device: Number(device), day, sequence })
    kept.push(await sign(clerk, net, time, draftOf(contract, office, `${office}/case/${number}`, recipient, day)))
  }
  return kept
}

/** The starts (ms) of the last `count` days from Monday to Friday before the day of `now`, oldest first. */
export function workingDays(count: number, now: number): number[] {
  const out: number[] = []
  for (let at = Math.floor((now + ZONE) / DAY) * DAY - DAY; out.length < count; at -= DAY) {
    const weekday = new Date(at).getUTCDay()
    if (weekday !== 0 && weekday !== 6) out.unshift(at - ZONE)
  }
  return out
}

function draftOf(contract: DemoContract, office: string, caseId: string, recipient: string, day: string) {
  const definition = must(readDefinition(stock))
  const problems = checkForm(definition, { ...contract.fields, ...contract.sealed }, day, office)
  if (problems.length > 0) throw new Error(`${contract.subject}: ${JSON.stringify(problems)}`)
  const sealed: Record<string, Uint8Array> = {}
  const fields: Record<string, { salt: Uint8Array; value: Value }> = {}
  for (const [name, value] of Object.entries(contract.sealed)) {
    const salt = new Uint8Array(randomBytes(32))
    sealed[name] = fieldCommit(salt, value)
    fields[name] = { salt, value }
  }
  const materials = definition.materials.map(({ id }) => ({ id, copies: 1, original: true, files: [] }))
  const { code: service, version } = definition
  return {
    kind: 'file',
    scope: [office],
    case: caseId,
    subj: [caseId, contract.subject].sort(compareText).map((id) => ({ id, heads: [] })),
    data: encode({ service, version, fields: contract.fields, sealed, materials, number: null }),
    payload: { clear: encodePayload({ fields }), salt: new Uint8Array(randomBytes(32)), readers: [recipient] },
    att: [],
  }
}
