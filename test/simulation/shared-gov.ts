import { createHash } from 'node:crypto'
import { must } from '../../shared/base/result.ts'
import { Gov, type ServiceFact } from '../../shared/contract/index.ts'
import { readDefinition, type ServiceDefinition } from '../../shared/contract/service/index.ts'

export const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest())

/** Gov with the definitions read once for all worlds: reading one is a pure function of its document. */
export class SharedGov extends Gov {
  override service(code: string, version: number, at: number): ServiceDefinition | null {
    const fact = this.get(`service/${code}/${version}`) as unknown as ServiceFact | undefined
    if (fact === undefined || fact.from === null || fact.from > at) return null
    const known = read.get(fact.definition as object)
    if (known !== undefined) return known
    const made = must(readDefinition(fact.definition))
    read.set(fact.definition as object, made)
    return made
  }
}
const read = new WeakMap<object, ServiceDefinition>()
