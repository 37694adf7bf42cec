import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PROFILE_NAME, writeProfile } from '../../main/services/profile.ts'
import { createProvince } from '../../province/create.ts'
import { realDisk } from '../../province/disk.ts'
import { createExecutorKeys } from '../../province/executor-keys.ts'
import { createKeys, verify } from '../../province/keys.ts'
import type { ProvinceNode } from '../../province/node.ts'
import { must } from '../../shared/base/result.ts'
import type { Kept } from '../../shared/bridge.ts'
import { ED25519_NOTE, formatVkey, openAnswer } from '../../shared/ledger/index.ts'
import { foundNetwork, ORIGIN, writeGov } from './found.ts'
import { recordContracts, workingDays } from './record.ts'
import { CONTRACTS_PER_COUNTY, DEMO_COUNTIES, DEMO_PEOPLE, type DemoMember, demoContracts, seeded } from './seed.ts'
import { type Actor, DEMO_WORK_FACTOR, makeActors, makeOfficeKeys, type OfficeKey } from './staff.ts'

export const DEMO_PASSPHRASE = 'qinghai-2026'
const DEVICE = '001'
/** How many filings come in between two seals. */
const BATCH = 50

/** The two parts of a demo's data folder. */
export const foldersIn = (data: string) => ({ province: join(data, 'province'), desktop: join(data, 'desktop') })

export interface DemoOptions {
  readonly data: string
  /** Of the desktop's loopback shell, and of the node, on 127.0.0.1. */
  readonly port: number
  readonly nodePort: number
  readonly contractsPerCounty?: number
  /** Who works there beside the people of every demo. */
  readonly more?: readonly DemoMember[]
  readonly now?: number
  readonly say?: (line: string) => void
}

/** Is a whole demo here? Finishes one that had been made and was not yet in its place. */
export async function findDemo(data: string): Promise<boolean> {
  const { province, desktop } = foldersIn(data)
  if (existsSync(join(desktop, PROFILE_NAME))) return true
  const making = foldersIn(join(data, 'making'))
  // The node's part is moved first: once it stands in its place, what is left of the other is whole.
  if (!existsSync(province) || !existsSync(join(making.desktop, PROFILE_NAME))) return false
  await settle(data)
  return true
}

/**
 * Makes a province out of entries that are really signed, sealed and journaled, and one desktop that has made them. Everything
 * is made in a folder of its own first, so that a start that is broken off leaves nothing behind that looks whole.
 */
export async function makeDemo(options: DemoOptions): Promise<void> {
  const { data, say = () => undefined, now = Date.now() } = options
  const { province, desktop } = foldersIn(data)
  for (const folder of [province, desktop]) {
    if (existsSync(folder))
      throw new Error(`${folder}: 已有其他数据，不会覆盖 · holds something else, and is left alone`)
  }
  const making = foldersIn(join(data, 'making'))
  await rm(join(data, 'making'), { recursive: true, force: true })
  await mkdir(making.desktop, { recursive: true, mode: 0o700 })

  say('正在生成各单位和人员的密钥 · making the keys of offices and people')
  const offices = await makeOfficeKeys()
  const actors = await makeActors(making.desktop, offices, DEMO_PASSPHRASE, [...DEMO_PEOPLE, ...(options.more ?? [])])
  const keys = await createKeys(realDisk, making.province, DEMO_PASSPHRASE, DEMO_WORK_FACTOR)
  const executor = await createExecutorKeys(realDisk, making.province, DEMO_PASSPHRASE, DEMO_WORK_FACTOR)
  const registrar = [...actors.values()].find((one) => one.member.roles.includes('registrar')) as Actor

  say('正在建立省级账本 · founding the provincial ledger')
  const count = options.contractsPerCounty ?? CONTRACTS_PER_COUNTY
  const begin = (workingDays(Math.ceil(count / 5) + 1, now)[0] as number) + 9 * 3_600_000
  const genesis = await foundNetwork(registrar, { log: keys.log.pub, ack: keys.ack.pub }, begin)
  const node = must(await createProvince({ data: making.province, passphrase: DEMO_PASSPHRASE, genesis }))
  try {
    const net = genesis.id
    await sealed(
      node,
      await writeGov(registrar, actors.values(), offices, net, begin, {
        pub: executor.signer.pub,
        recipient: executor.recipient,
      }),
    )
    say(`正在登记 ${count * DEMO_COUNTIES.length} 份草原承包合同 · recording pasture contracts`)
    const filed = await Promise.all(
      DEMO_COUNTIES.map((county) => {
        const clerks = [...actors.values()].filter(
          (one) => one.person.office === county && one.member.roles.includes('clerk'),
        )
        const { recipient } = offices.get(county) as OfficeKey
        return recordContracts(clerks, recipient, demoContracts(county, count, seeded(Number(county))), {
          net,
          device: DEVICE,
          now,
        })
      }),
    )
    const all = filed.flat()
    for (let at = 0; at < all.length; at += BATCH) await sealed(node, all.slice(at, at + BATCH))
  } finally {
    await node.close()
    for (const actor of actors.values()) await actor.journal.close()
  }
  must(
    await writeProfile(making.desktop, {
      v: 1,
      installId: `demo${randomBytes(4).toString('hex')}`,
      port: options.port,
      node: `http://127.0.0.1:${options.nodePort}`,
      net: genesis.id,
      origin: ORIGIN,
      vkey: formatVkey({ name: ORIGIN, type: ED25519_NOTE, pub: keys.log.pub }),
      ack: keys.ack.pub,
      device: DEVICE,
      people: [...actors.values()].map((one) => one.person),
      demoPassphrase: DEMO_PASSPHRASE,
    }),
  )
  await writeFile(join(making.desktop, 'README.txt'), README)
  // Where the node's command looks for it; it is the one that stands on the screen.
  await writeFile(join(making.province, 'passphrase'), `${DEMO_PASSPHRASE}\n`, { mode: 0o600 })
  await settle(data)
}

const README = `演示数据：人员、合同均为虚构。所有密钥都用演示口令封存，不得用于正式业务。
Demo data: people and contracts are made up. Every key is sealed with the demo passphrase; never use them for real work.
`

async function settle(data: string): Promise<void> {
  const from = foldersIn(join(data, 'making'))
  const to = foldersIn(data)
  if (existsSync(from.province)) await rename(from.province, to.province)
  await rename(from.desktop, to.desktop)
  await rm(join(data, 'making'), { recursive: true, force: true })
}

/** Pushes entries to the node, which must take every one, and seals them. */
async function sealed(node: ProvinceNode, entries: readonly Kept[]): Promise<void> {
  const { ack } = node.ledger.network
  const answers = must(await node.push(entries.map(({ body, sig, sealed }) => ({ body, sig, payload: sealed }))))
  for (const answer of answers) {
    const opened = must(await openAnswer(answer, ack, verify))
    if (opened.kind === 'refused') throw new Error(`the node refused a demo entry: ${opened.said.code}`)
  }
  while (node.hasWork) must(await node.seal())
}
