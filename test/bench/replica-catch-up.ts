import { must } from '../../shared/base/result.ts'
import { decode, formatVkey, frame } from '../../shared/ledger/index.ts'
import { CannedNode } from '../kit/canned-node.ts'
import type { CatchUpJob } from './browser/catch-up.worker.ts'
import { interleave, type Outcome, ratioOf } from './frame.ts'
import type { Options } from './options.ts'
import { openPage } from './page.ts'
import { childrenProcessorTime } from './processor-time.ts'
import { COUNTY, countyEntries, makeProvince } from './world.ts'

const PER_BLOCK = 500

/**
 * The whole catch-up of an empty replica in a real Chromium (fetch, two verify workers, judging, state digest, IndexedDB on the disk) against
 * bare WebCrypto verifications of the same messages in one worker of the same page.
 */
export async function replicaCatchUp(options: Options): Promise<Outcome> {
  const n = options.n ?? 20_000
  const rounds = options.rounds ?? 7
  options.say(`Sealing ${n} entries …`)
  const { node, job, pubs } = sealedCounty(n)
  const { page, close } = await openPage(options.data, async (path, body) => {
    switch (path) {
      case '/relay': {
        const ask = must(decode(body, { max: body.length })) as {
          method: string
          path: string
          body: Uint8Array | null
        }
        return must(node.answer(ask)).body
      }
      case '/all-leaves':
        return frame(node.leaves.get(COUNTY) ?? [])
      case '/pubs':
        return frame(pubs)
      default:
        throw new Error(`no ${path}`)
    }
  })
  try {
    let bytes = 0
    const spent: Record<'ours' | 'raw', number[]> = { ours: [], raw: [] }
    const metered = async (side: 'ours' | 'raw', work: () => Promise<number>) => {
      const before = childrenProcessorTime()
      const rate = await work()
      const after = childrenProcessorTime()
      if (before !== null && after !== null) spent[side].push((n * 1000) / (after - before))
      return rate
    }
    const measured = await interleave(
      rounds,
      {
        async ours() {
          await page.evaluate(() => window.bench.catchUp.clean())
          return metered('ours', async () => {
            const caught = await page.evaluate((one) => window.bench.catchUp.run(one), job)
            if (caught.leaves !== n) throw new Error(`${caught.leaves} leaves, not ${n}`)
            bytes = caught.bytesDown
            return (n * 1000) / caught.ms
          })
        },
        raw: () => metered('raw', async () => (await page.evaluate(() => window.bench.catchUp.raw())).rate),
      },
      (round, side, rate) => options.say(`round ${round}: ${side} ${Math.round(rate)} per second`),
    )
    const ratios = [ratioOf('leaves / signatures in one worker', 'per second', measured.ours, measured.raw)]
    if (spent.raw.length > rounds) {
      const [ours, raw] = [spent.ours.slice(1), spent.raw.slice(1)]
      ratios.push(ratioOf('the same, by processor time', 'per processor second', ours, raw))
    }
    return { rounds, ratios, notes: [{ what: 'leaf, on the wire', value: bytes / n, unit: 'bytes' }] }
  } finally {
    await close()
  }
}

function sealedCounty(n: number): { node: CannedNode; job: CatchUpJob; pubs: Uint8Array[] } {
  const province = makeProvince(4)
  const node = new CannedNode(province.net, { key: province.logKey, sign: province.log.sign }, province.ack.sign)
  node.seal([province.genesis])
  node.seal(province.gov)
  const entries = countyEntries(province, n)
  for (let at = 0; at < n; at += PER_BLOCK) node.seal(entries.slice(at, at + PER_BLOCK))
  const { net, logKey, ack, staff } = province
  const job = { office: COUNTY, vkey: formatVkey(logKey), net: [...net], ack: [...ack.pub] }
  return { node, job, pubs: [...staff.clerks, staff.reviewer, staff.approver].map((device) => device.key.pub) }
}
