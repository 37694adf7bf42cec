import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { paperFonts } from '../../scripts/paper-fonts.mjs'
import type { Paper } from '../../shared/bridge.ts'
import { PAPER_CSS, paperDocument, paperMarkup, type Sheet } from '../../shared/paper/index.ts'
import { paper, people, row, things } from './samples.ts'

const EVIL = `<script>alert(1)</script>"'&<img src=x onerror=y>`

test('[R1] a slip says 尚未登记 by itself, whatever its definition says', () => {
  for (const standing of ['', '已登记', '尚未登记：本回执只说明窗口已收下材料。']) {
    const markup = paperMarkup(paper('slip', 100, { standing }))
    expect(markup).toContain('<strong class="paper-mark">尚未登记</strong>')
  }
  const once = paperMarkup(paper('slip', 100, { standing: '尚未登记：本回执只说明窗口已收下材料。' }))
  expect(once).toContain('<p class="paper-worth">本回执只说明窗口已收下材料。</p>')
  const english = paper('slip', 100, { lang: 'en', standing: 'Not yet registered: taken only.' })
  expect(paperMarkup(english)).toMatch(/NOT YET REGISTERED<\/strong><p class="paper-worth">taken only\.</)
})

test('[R2] a receipt and a certificate never say so', () => {
  for (const kind of ['receipt', 'certificate'] as const) {
    expect(paperMarkup(paper(kind, 100, { standing: '已封存。' }))).not.toContain('尚未登记')
  }
})

test('what people typed is shown as they typed it, in every place', () => {
  const evil = paper('slip', 100, {
    title: EVIL,
    office: EVIL,
    number: EVIL,
    standing: EVIL,
    printedAt: EVIL,
    notes: [EVIL],
    rows: [row(EVIL, EVIL), { ...row(EVIL, EVIL), table: { columns: [EVIL, EVIL], rows: [[EVIL, EVIL]] } }],
  })
  for (const html of [paperMarkup(evil), paperDocument(evil), paperDocument(evil, 'roll')]) {
    expect(html).not.toMatch(/<script|<img|onerror=y>/)
    expect(html.match(/&lt;script&gt;alert\(1\)&lt;\/script&gt;&quot;&#39;&amp;&lt;img/g)?.length).toBeGreaterThan(6)
  }
})

const full = paper('slip', 3000, { rows: [row('转入方', '扎西'), things(9), people(4), people(1)] })

test('classes only: a strict policy on styles and scripts leaves a paper whole', () => {
  const html = ['a4', 'roll'].map((sheet) => paperMarkup(full, sheet as Sheet)).join()
  expect(html).not.toMatch(/\sstyle=|<style|<script|\son\w+=|href=|src=|url\(/)
  const classes = new Set([...html.matchAll(/class="([^"]+)"/g)].flatMap(([, names]) => (names as string).split(' ')))
  for (const name of classes) expect(PAPER_CSS, name).toContain(`.${name}`)
})

test('every rule of the style stays within a paper', () => {
  const rules = PAPER_CSS.replace(/@page[^}]*\}/g, '').match(/[^{}]+(?=\{)/g) ?? []
  expect(rules.length).toBeGreaterThan(30)
  for (const selector of rules.flatMap((rule) => rule.split(','))) expect(selector.trim()).toMatch(/^\.paper/)
})

test('a list is a list: things in two columns, people in a table without the column that nobody has', () => {
  const a4 = paperMarkup(full)
  expect(a4).toMatch(
    /<ol class="paper-list paper-list-columns">(?:<li>[^<]*<span class="paper-said">[^<]*<\/span><\/li>){9}<\/ol>/,
  )
  expect(a4).toContain('<th scope="col">姓名</th><th scope="col">身份证号</th></tr>')
  expect(a4.match(/<td class="paper-count">/g)).toHaveLength(4)
  expect(a4).not.toContain('备注')
  // One row needs no table.
  expect(a4).toContain('<td colspan="3">扎西1 <span class="paper-pair"><span class="paper-said">身份证号</span>')
  const roll = paperMarkup(full, 'roll')
  expect(roll).not.toContain('paper-table')
  expect(roll.match(/paper-list-stack/g)).toHaveLength(1)
  expect(
    paperMarkup(paper('slip', 100, { rows: [{ ...row('已收材料', '无'), table: { columns: [], rows: [] } }] })),
  ).toContain('>无</td>')
})

test('on A4 short rows share a line, in their order; on the roll each has its own', () => {
  const rows = ['甲', '乙', '丙'].map((label) => row(label, '1')).concat(row('丁', '长'.repeat(30)), row('戊', '2'))
  const lines = (sheet: Sheet) =>
    (paperMarkup(paper('slip', 100, { rows }), sheet).match(/<tr>.*?<\/tr>/g) ?? []).map((line) =>
      [...line.matchAll(/<th[^>]*>(.)<\/th>/g)].map(([, label]) => label).join(''),
    )
  expect(lines('a4')).toEqual(['甲乙', '丙', '丁', '戊'])
  expect(lines('roll')).toEqual(['甲', '乙', '丙', '丁', '戊'])
})

test('who receives a notice signs for it, with the day, beside room for the stamp; a receipt asks for neither', () => {
  const notice = paperMarkup(paper('notice', 100))
  expect(notice).toMatch(/<span>签收人签字<\/span><span class="paper-day">年/)
  expect(notice).toContain('<p>（盖章）</p>')
  expect(paperMarkup(paper('receipt', 100))).not.toMatch(/签字|盖章/)
})

test('a sheet that would run over is set smaller, and no other', () => {
  const dense = (rows: Paper['rows']) => paperMarkup(paper('slip', 500, { rows })).includes('paper-dense')
  expect([dense([row('转入方', '扎西')]), dense([things(3)]), dense([things(18), people(9)])]).toEqual([
    false,
    false,
    true,
  ])
})

test('the number stands once, in its parts, and the row that repeats it lends its label', () => {
  const html = paperMarkup(paper('slip', 100))
  expect(html).toMatch(/>收件号<\/span> <strong>(?:<span class="paper-digits">\d+<\/span>){5}<\/strong>/)
  expect(html.match(/<th scope="row">收件号/g)).toBeNull()
  const odd = paperMarkup(paper('slip', 100, { number: '草-2026/7', rows: [] }))
  expect(odd).toContain('<strong><span class="paper-digits">草-2026/7</span></strong>')
})

test('Tibetan is marked as Tibetan, as one run', () => {
  expect(paperMarkup(paper('slip', 100))).toContain('<span class="paper-bo" lang="bo">བཀྲ་ཤིས་དོན་གྲུབ།</span>')
})

test('the font list is that of the installed packages, and every file of it is there', () => {
  const data = readFileSync(join(import.meta.dirname, '../../shared/paper/fonts.data.json'), 'utf8')
  expect(data).toBe(paperFonts())
  const require = createRequire(import.meta.url)
  const files = ['noto-sans-sc', 'noto-serif-tibetan'].flatMap((name) =>
    readdirSync(join(dirname(require.resolve(`@fontsource/${name}/400.css`)), 'files')),
  )
  const named = [...paperDocument(paper('slip', 100)).matchAll(/url\(fonts\/([\w.-]+)\)/g)].map(([, file]) => file)
  expect(named.length).toBeGreaterThan(200)
  expect(files).toEqual(expect.arrayContaining(named))
})

test('the roll is as long as its paper, and A4 stays A4', () => {
  const length = (bytes: number) =>
    Number(/paper-roll \{ size: 80mm (\d+)mm; \}\n<\/style>/.exec(paperDocument(paper('receipt', bytes), 'roll'))?.[1])
  expect(length(3000)).toBeGreaterThan(length(100) + 250)
  expect(paperDocument(paper('receipt', 100))).not.toMatch(/paper-roll \{ size: 80mm \d+mm; \}\n<\/style>/)
})
