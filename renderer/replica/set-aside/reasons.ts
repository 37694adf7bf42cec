import type { Code } from '../../../shared/base/codes.ts'
import type { VOID_REASONS } from '../../../shared/contract/outcome.ts'

/**
 * What has to be done about a thing that was set aside. `fix`: correct it and file it again · `again`: the same may pass later · `stopped`: one before it
 * was refused · `key`: its key is at an end · `update`: this program does not know it · `look`: nothing to be done but to know.
 */
export const GROUPS = ['fix', 'again', 'stopped', 'key', 'update', 'look'] as const
export type AsideGroup = (typeof GROUPS)[number]

/** Every code that a node refuses an entry with (L8). */
export const REFUSALS = {
  'too-large': 'fix',
  'too-deep': 'fix',
  'not-canonical': 'fix',
  'wrong-shape': 'fix',
  'wrong-network': 'fix',
  'bad-signature': 'fix',
  'weak-key': 'fix',
  'wrong-commit': 'fix',
  'unknown-scope': 'again',
  'unknown-key': 'again',
  'unknown-suite': 'again',
  'wrong-role': 'again',
  busy: 'again',
  'key-revoked': 'key',
  'key-frozen': 'key',
  'chain-gap': 'stopped',
  'chain-fork': 'stopped',
} as const satisfies Partial<Record<Code, AsideGroup>>

/** Every reason for which a sealed entry has no effect (X2). */
export const VOIDS = {
  replay: 'look',
  chain: 'fix',
  frozen: 'key',
  'unknown-key': 'key',
  revoked: 'key',
  role: 'fix',
  shape: 'fix',
  exists: 'fix',
  key: 'fix',
  'unknown-office': 'fix',
  definition: 'fix',
  'not-understood': 'update',
  service: 'fix',
  case: 'fix',
  subject: 'fix',
  field: 'fix',
  state: 'fix',
  author: 'fix',
  pending: 'fix',
  ended: 'fix',
  guard: 'fix',
  once: 'fix',
  burden: 'fix',
  number: 'fix',
  disputed: 'fix',
  base: 'fix',
  overruled: 'fix',
  stale: 'fix',
  dispute: 'fix',
} as const satisfies Record<(typeof VOID_REASONS)[number], AsideGroup>

/** A code that this build does not expect is looked at like any other that needs a person. */
export function groupOfCode(code: Code | null, kind: string): AsideGroup {
  return forKind(code === null ? 'fix' : ((REFUSALS as Partial<Record<Code, AsideGroup>>)[code] ?? 'fix'), kind)
}

/** Only forms can be corrected from the list; whatever else has no effect is for people to know, and done anew where it was done. */
function forKind(group: AsideGroup, kind: string): AsideGroup {
  return group === 'fix' && kind !== 'file' && kind !== 'act' ? 'look' : group
}

/** `void(reason)`. */
export function groupOfOutcome(outcome: string, kind: string): AsideGroup {
  const reason = /^void\((.*)\)$/.exec(outcome)?.[1] ?? ''
  return forKind((VOIDS as Readonly<Record<string, AsideGroup>>)[reason] ?? 'fix', kind)
}

/** The refusals that may pass without anything being changed here: after a start they are sent again without being asked. */
export const CURABLE: ReadonlySet<Code | null> = new Set<Code>([
  'unknown-key',
  'unknown-scope',
  'unknown-suite',
  'wrong-role',
])

/** Refusals after which the key signs nothing more that counts. */
export const AT_AN_END: ReadonlySet<Code | null> = new Set<Code>(['key-revoked', 'key-frozen'])
