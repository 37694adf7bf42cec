import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePdfMaker } from '../../main/browser/pdf.ts'
import { browserArguments, findBrowser } from '../../scripts/chromium.mjs'
import { freePort, installation } from './loopback/kit.ts'

type Installation = Awaited<ReturnType<typeof installation>>
let site: Installation
beforeAll(async () => {
  site = await installation()
})
afterAll(() => site.remove())

describe('paper', () => {
  test('is printed without script and without a network, with the fonts beside it', async () => {
    const fonts = join(site.folder, 'fonts')
    mkdirSync(fonts, { recursive: true })
    const packaged = join(import.meta.dirname, '../../node_modules/@fontsource/noto-serif-tibetan/files')
    writeFileSync(join(fonts, 'bo.woff2'), readFileSync(join(packaged, 'noto-serif-tibetan-tibetan-400-normal.woff2')))
    const arrived: string[] = []
    const port = await freePort()
    const other = createServer((request, response) => {
      arrived.push(request.url ?? '')
      response.end()
    }).listen(port, '127.0.0.1')
    const program = findBrowser()
    if (program === null) throw new Error('no Chromium on this computer')
    const makePdf = makePdfMaker({ program: { ok: true, value: program }, fonts, extraArgs: browserArguments() })
    const page = (script: string) => `<!doctype html><html><head><style>@page { size: 80mm 100mm; margin: 0 }
@font-face { font-family: bo; src: url(fonts/bo.woff2) } p { font-family: bo }</style></head><body><p>བོད་ཡིག་</p>${script}</body></html>`
    const far = `http://127.0.0.1:${port}`
    const plain = await makePdf(page(''))
    const busy = await makePdf(
      page(`<img src="${far}/img"><iframe src="${far}/frame"></iframe><link rel="stylesheet" href="${far}/css">
<script>for (let i = 0; i < 9; i++) document.body.append(document.createElement('hr')); fetch('${far}/fetch')</script>
<script src="${far}/script"></script><meta http-equiv="refresh" content="0; url=${far}/refresh">`),
    )
    other.close()
    expect(arrived).toEqual([])
    for (const result of [plain, busy]) {
      expect(result.ok).toBe(true)
      const text = Buffer.from(result.ok ? result.value : []).toString('latin1')
      expect(text).toContain('NotoSerifTibetan')
      expect(text).toMatch(/\/MediaBox \[0 0 22[67]/)
    }
  })

  test('a browser that does not print is a failure, and nothing is left behind', async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('county-print-'))
    const before = left()
    const makePdf = makePdfMaker({ program: { ok: true, value: '/bin/false' }, fonts: site.renderer })
    expect(await makePdf('<p>x</p>')).toMatchObject({ ok: false, code: 'print-failed' })
    const gone = makePdfMaker({ program: { ok: true, value: join(site.folder, 'none') }, fonts: site.renderer })
    expect(await gone('<p>x</p>')).toMatchObject({ ok: false, code: 'print-failed' })
    const missing = makePdfMaker({ program: { ok: false, code: 'no-browser', detail: '' }, fonts: site.renderer })
    expect(await missing('<p>x</p>')).toMatchObject({ ok: false, code: 'no-browser' })
    expect(left()).toEqual(before)
  })
})
