import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDesktop } from '../../../main/services/desktop.ts'
import { writeProfile } from '../../../main/services/profile.ts'
import { sealSecret } from '../../../main/services/secret.ts'
import { type Core, openCore } from '../../../renderer/replica/core.ts'
import { runtimeVerify } from '../../../renderer/replica/verify-leaves.ts'
import { inlinePool } from '../../../renderer/replica/verify-pool.ts'
import { utf8 } from '../../../shared/base/bytes.ts'
import { must, ok } from '../../../shared/base/result.ts'
import type { Bridge, CallInput } from '../../../shared/bridge.ts'
import { hash, keyId, publicKey, type SubtleVerify } from '../../../shared/ledger/index.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { caller } from '../../main/services/site.ts'

const PASSPHRASE = '高原 2026'

/** A main with its vault and journal in `data`, a replica in this process's IndexedDB, and a node beside them. */
export interface RealDesk {
  readonly county: County
  readonly core: Core
  readonly call: ReturnType<typeof caller>
  close(): Promise<void>
}

/** Opened again over the same folder it has the same keys and journal; node and replica begin anew, as after a wiped browser. */
export async function realDesk(data: string): Promise<RealDesk> {
  const county = await County.found('import-killed')
  // The clerk of the county is a person of this desktop: the same secret, in a vault.
  const seed = hash(utf8('key of clerk'))
  const key = keyId(publicKey(seed))
  const person = {
    id: 'clerk',
    name: '才仁卓玛',
    office: OFFICE,
    officeName: '称多县政务服务中心',
    roles: ['clerk'],
    key,
  }
  const secret = { v: 1 as const, person: 'clerk', seed: seed.slice(), office: [hash(utf8('office'))] }
  await mkdir(join(data, 'vault'), { recursive: true })
  await writeFile(join(data, 'vault/clerk.age'), await sealSecret(secret, PASSPHRASE, 4))
  const { net, origin, vkey } = county
  const made = await writeProfile(data, {
    ...{ v: 1, installId: 'test0001', port: null, node: 'http://127.0.0.1:9', net, origin, vkey, ack: county.ack.pub },
    ...{ device: '001', demoPassphrase: null, people: [{ ...person, scopes: [OFFICE] }] },
  })
  must(made)
  const makePdf = async () => ok(new Uint8Array(1))
  const desktop = must(await openDesktop({ data, shell: 'browser', version: '0.0.0', makePdf }))
  const call = caller(desktop)
  must(await call('vault.unlock', { person: 'clerk', passphrase: PASSPHRASE }))
  const site = must(await call('site.info', {}))
  const bridge: Bridge = {
    call: async (name, input) =>
      name === 'relay.request'
        ? (county.node.answer(input as CallInput<'relay.request'>) as never)
        : ((await call(name, input)) as never),
    on: () => () => {},
  }
  const subtle = crypto.subtle as unknown as SubtleVerify
  const core = must(
    await openCore(bridge, site, person, {
      now: Date.now,
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      verify: await runtimeVerify(subtle),
      pool: inlinePool(subtle),
      tell: () => {},
      later: () => () => {},
    }),
  )
  must(await core.calls.syncNow())
  return {
    ...{ county, core, call },
    async close() {
      await core.close()
      await desktop.close()
    },
  }
}
