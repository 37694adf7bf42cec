import { expect, test } from 'vitest'
import { must } from '../../shared/base/result.ts'
import { definitionHash } from '../../shared/contract/service/definition-hash.ts'
import { readDefinition } from '../../shared/contract/service/index.ts'
import { hash, type Value } from '../../shared/ledger/index.ts'
import { rich } from '../kit/definitions.ts'
import { richBegin } from '../kit/rich-world.ts'

/** A world in which two registrars sign each definition. */
function twoRegistrars() {
  const world = richBegin()
  world.seal([
    world.govern('member', {
      id: 'registrar2',
      name: '第二管理员',
      office: 'gov',
      roles: ['registrar'],
      scopes: ['gov'],
      keys: [world.device('registrar2').key.declared('entry') as unknown as Value],
    }),
    world.govern('policy', { name: 'publication', value: { signers: 2 } }),
  ])
  return world
}

test('[X10] to give up the second signature takes two registrars, and either can call it off', () => {
  const world = twoRegistrars()
  const say = (by: string, signers: number) =>
    world.outcome(
      world.device(by).sign({ kind: 'policy', scope: ['gov'], data: { name: 'publication', value: { signers } } }),
    )
  const inForce = () => world.gov.policy('publication', 1000)?.['signers']
  expect([say('registrar', 1), inForce()]).toEqual(['applied', 2])
  expect([say('registrar', 1), inForce()]).toEqual(['void(author)', 2])
  // Meanwhile a definition waits as before.
  expect(world.outcome(world.service({ ...structuredClone(rich), version: 2 }))).toBe('applied')
  expect(world.gov.service(rich.code, 2, 1000)).toBeNull()
  // Called off; asked for by the other one it waits again, also for whom it waited before.
  expect([say('registrar', 2), inForce()]).toEqual(['applied', 2])
  expect([say('registrar2', 1), inForce()]).toEqual(['applied', 2])
  expect([say('registrar2', 1), inForce()]).toEqual(['void(author)', 2])
  expect([say('registrar', 1), inForce()]).toEqual(['applied', 1])
  expect(world.gov.get('policy/publication')).not.toHaveProperty('waits')
  expect([say('registrar', 1), say('registrar', 2), inForce()]).toEqual(['applied', 'applied', 2])
})

test('[X10] with two signatures a definition waits, may be replaced, and comes into force by another hand', () => {
  const world = twoRegistrars()
  const next = { ...structuredClone(rich), version: 2 }
  const sign = (member: string, hashed: Uint8Array, version = 2) =>
    world.outcome(
      world.device(member).sign({ kind: 'service', scope: ['gov'], data: { code: rich.code, version, hash: hashed } }),
    )
  const hashOf = (d: unknown) => definitionHash(must(readDefinition(structuredClone(d))) as unknown as Value)
  expect(sign('registrar2', hashOf(next))).toBe('void(service)')
  expect(world.outcome(world.service(next))).toBe('applied')
  expect(world.gov.service(rich.code, 2, 1000)).toBeNull()
  expect(world.gov.proposals()).toMatchObject([{ code: rich.code, version: 2, fact: { signers: ['registrar'] } }])
  expect(sign('registrar', hashOf(next))).toBe('void(author)')
  expect(sign('registrar2', hash(new Uint8Array(2)))).toBe('void(definition)')
  const better = { ...next, claims: false }
  expect(world.outcome(world.service(better))).toBe('applied')
  expect(sign('registrar2', hashOf(next))).toBe('void(definition)')
  expect(sign('registrar2', hashOf(better))).toBe('applied')
  const height = world.headers.length - 1
  expect(world.gov.service(rich.code, 2, height)?.claims).toBe(false)
  expect(world.gov.service(rich.code, 2, height - 1)).toBeNull()
  expect(world.outcome(world.service(next))).toBe('void(exists)')
  expect(sign('registrar2', hashOf(better))).toBe('void(exists)')
})
