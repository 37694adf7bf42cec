import { webcrypto } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type County, type Desktop, makeCounty, signIn } from '../e2e/county/county.ts'
import { registerCsv, registerRows } from '../kit/register-file.ts'
import { type Outcome, quantile, type Ratio, ratioOf } from './frame.ts'
import type { Options } from './options.ts'
import { childrenProcessorTime } from './processor-time.ts'

const ROWS = 100_000
const COUNTY = '632723'
const SEALED = '全部已封存'
/** Far beyond what it takes: a bench that hangs ends. */
const MOST_MS = 3_600_000

/**
 * An office's register of `--n` rows from the check on, in the real program: the real pages in Chromium, main with its journal, and the
 * real node. First without a line (check, compare with the register, file), then with one until everything is sealed here. Raw: signing as many
 * bodies and doing nothing else; writing the very same rows of the replica once more, as many to a transaction, and nothing else.
 */
export async function importRegister(options: Options): Promise<Outcome> {
  const n = options.n ?? ROWS
  // Beside the other files of the bench, and not in what may be memory.
  process.env['TMPDIR'] = options.data
  const file = join(options.data, 'register.csv')
  await writeFile(file, registerCsv(registerRows(n, 99)))
  const county = await makeCounty(1)
  try {
    await county.node.start()
    const desktop = await county.desktop()
    await signIn(desktop.page, '才仁卓玛')
    await desktop.page.getByText(SEALED).first().waitFor({ timeout: MOST_MS })
    await desktop.page.getByRole('link', { name: /导入台账/ }).click()
    await county.node.stop()
    return await measured(county, desktop, file, n, options)
  } finally {
    await county.remove()
  }
}

async function measured(county: County, { page }: Desktop, file: string, n: number, { say, rounds }: Options) {
  page.setDefaultTimeout(MOST_MS)
  const notes: Outcome['notes'][number][] = []
  const timed = async (what: string, work: () => Promise<unknown>): Promise<number> => {
    const used = childrenProcessorTime()
    const start = performance.now()
    await work()
    const ms = performance.now() - start
    say(`${what}: ${Math.round((n * 1000) / ms)} rows/s, ${(ms / 1000).toFixed(1)} s`)
    notes.push({ what: `${what}, time`, value: ms / 1000, unit: 's' })
    notes.push({ what, value: (n * 1000) / ms, unit: 'rows/s' })
    const spent = childrenProcessorTime()
    if (used !== null && spent !== null)
      notes.push({ what: `${what}, processor time of a row`, value: ((spent - used) * 1000) / n, unit: 'µs' })
    return (n * 1000) / ms
  }
  const clickFor = (button: RegExp) => page.getByRole('button', { name: button })
  // Reading is not timed: the file comes into the browser through the debugger, which takes longer than to read it.
  await page.locator('#import-file').setInputFiles(file)
  await clickFor(/^检查全部/).waitFor()
  await timed('check and compare', async () => {
    await clickFor(/^检查全部/).click()
    await page.locator('.counts').waitFor()
  })
  const taken = Number((await page.locator('.counts .count-n').first().innerText()).replaceAll(',', ''))
  // One contract is on record from the beginning, and may be among them.
  if (taken < n - 1) throw new Error(`${taken} rows of ${n} are sound`)
  const filed = await timed('file', async () => {
    await clickFor(/^导入 /).click()
    await page.getByText('导入结束').waitFor()
  })
  const tries = Array.from({ length: rounds ?? 3 })
  const raw: { sign: number[]; store: number[] } = { sign: [], store: [] }
  for (const _ of tries) {
    raw.sign.push(await rawSigning())
    raw.store.push(await rawStore(page))
  }
  const ratios: Ratio[] = [
    ratioOf('file / only signing', 'rows/s', [filed], [quantile(raw.sign, 0.5)]),
    ratioOf('file / only writing the same rows to IndexedDB', 'rows/s', [filed], [quantile(raw.store, 0.5)]),
  ]
  await county.node.start()
  await timed('send, seal, take back', async () => {
    await page.keyboard.press('Alt+5')
    await page.getByRole('button', { name: '立即同步' }).click()
    await allSealed(page)
  })
  const [size] = await page.locator('tr', { hasText: COUNTY }).locator('td.end').allInnerTexts()
  if (Number(size?.replaceAll(',', '')) < taken) throw new Error(`${size} leaves of ${taken} rows`)
  return { rounds: 1, ratios, notes }
}

/** Nobody touches a key while a large register goes up: after a quarter of an hour the program asks who is there, as it does anybody. */
async function allSealed(page: Page): Promise<void> {
  const sealed = page.getByText(SEALED).first()
  const locked = page.locator('input[type=password]')
  for (;;) {
    await sealed.or(locked).first().waitFor()
    if (!(await locked.isVisible())) break
    await signIn(page, '才仁卓玛')
  }
  await page.keyboard.press('Alt+5')
  await page.locator('tr', { hasText: COUNTY }).waitFor()
}

/** Signatures a second, over bodies of the size of ours, 64 in flight. */
async function rawSigning(): Promise<number> {
  const { privateKey } = (await webcrypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair
  const body = webcrypto.getRandomValues(new Uint8Array(1_200))
  const count = 20_000
  const start = performance.now()
  for (let at = 0; at < count; at += 64)
    await Promise.all(Array.from({ length: 64 }, () => webcrypto.subtle.sign('Ed25519', privateKey, body)))
  return (count * 1000) / (performance.now() - start)
}

/** Rows a second: the packed rows that the import has left, written again to an empty store, a batch to a strict transaction. */
function rawStore(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const open = (name: string, make?: (db: IDBDatabase) => void) => {
      const request = indexedDB.open(name)
      request.onupgradeneeded = () => make?.(request.result)
      return done(request)
    }
    const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('county-ledger/'))?.name ?? ''
    const from = await open(name)
    const packs = await done<{ entries: unknown[] }[]>(from.transaction('bulk').objectStore('bulk').getAll(null, 320))
    from.close()
    const to = await open('bench-raw', (db) => db.createObjectStore('bulk', { autoIncrement: true }))
    const start = performance.now()
    let rows = 0
    for (let at = 0; at < packs.length; at += 4) {
      const tx = to.transaction('bulk', 'readwrite', { durability: 'strict' })
      for (const { entries } of packs.slice(at, at + 4)) {
        tx.objectStore('bulk').add({ entries })
        rows += entries.length
      }
      await new Promise<void>((resolve, reject) => {
        tx.oncomplete = () => resolve()
        tx.onerror = () => reject(tx.error)
      })
    }
    const ms = performance.now() - start
    to.close()
    await done(indexedDB.deleteDatabase('bench-raw'))
    return (rows * 1000) / ms
  })
}
