import { expect, test } from 'vitest'
import { openDesktop } from '../../../main/services/desktop.ts'
import { fail, must, ok, type Result } from '../../../shared/base/result.ts'
import type { Paper } from '../../../shared/bridge.ts'
import { entryId, parseBody } from '../../../shared/ledger/index.ts'
import { tempFolder } from '../../kit/temp.ts'
import { caller, draft, makeSite, open } from './site.ts'

test('[N3] what is submitted is signed, kept and listed, also after a restart', async () => {
  const site = await makeSite(tempFolder())
  const desktop = must(await open(site.data))
  const call = caller(desktop)
  expect(await call('filing.submit', draft(0))).toMatchObject({ ok: false, code: 'vault-locked' })
  expect(await call('vault.unlock', { person: 'clerk-a', passphrase: 'x' })).toMatchObject({ code: 'wrong-passphrase' })
  expect(must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase })).id).toBe('clerk-a')
  const kept = must(await call('filing.submit', draft(1)))
  const next = must(await call('filing.submit', draft(2)))
  expect(kept.id).toEqual(entryId(kept.body))
  expect(must(parseBody(next.body))).toMatchObject({ epoch: 0, seq: 1, prev: kept.id })
  await desktop.close()
  const again = must(await open(site.data))
  expect(must(await caller(again)('journal.list', { from: 0, max: 10, after: [] }))).toEqual({
    entries: [kept, next],
    total: 2,
    problem: null,
  })
  await again.close()
})

test('[paper] a paper goes to the maker of PDFs as a whole document; its failure is passed on', async () => {
  const site = await makeSite(tempFolder())
  const asked: string[] = []
  let answer: Result<Uint8Array> = ok(Uint8Array.of(0x25))
  const makePdf = async (html: string) => {
    asked.push(html)
    return answer
  }
  const desktop = must(await openDesktop({ data: site.data, shell: 'electron', version: '1.2.3', makePdf }))
  const paper: Paper = {
    ...{ kind: 'slip', lang: 'zh', title: '收件回执', office: '称多县政务服务中心', number: '1', standing: '尚未登记' },
    ...{
      rows: [{ label: '转出方', value: '<b>才仁</b>', table: null }],
      notes: [],
      printedAt: '2026-11-03',
      qr: ['ABC'],
    },
  }
  expect(must(await caller(desktop)('paper.pdf', { paper, sheet: 'a4' })).bytes).toEqual(Uint8Array.of(0x25))
  expect(asked[0]).toMatch(/^<!doctype html>/)
  expect(asked[0]).toContain('尚未登记')
  expect(asked[0]).not.toContain('<b>才仁')
  answer = fail('print-failed')
  expect(await caller(desktop)('paper.pdf', { paper, sheet: 'a4' })).toMatchObject({ ok: false, code: 'print-failed' })
  await desktop.close()
})

test('[site] what the page may know of the site: people without where they may write, and who is signed in', async () => {
  const site = await makeSite(tempFolder(), { demoPassphrase: '演示' })
  const desktop = must(await open(site.data))
  const call = caller(desktop)
  const info = must(await call('site.info', {}))
  expect(info).toMatchObject({
    shell: 'browser',
    version: '0.0.0',
    net: site.profile.net,
    demoPassphrase: '演示',
    signedIn: null,
  })
  expect(info.people.map((one) => Object.keys(one).sort())).toEqual(
    site.profile.people.map(() => ['id', 'key', 'name', 'office', 'officeName', 'roles']),
  )
  expect(Object.keys(info)).not.toContain('node')
  must(await call('vault.unlock', { person: 'clerk-b', passphrase: site.passphrase }))
  expect(must(await call('site.info', {})).signedIn).toBe('clerk-b')
  await desktop.close()
})
