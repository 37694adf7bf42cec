import { expect, test } from 'vitest'
import { must } from '../../../shared/base/result.ts'
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
  expect(must(await caller(again)('journal.list', { from: 0, max: 10 }))).toEqual({
    entries: [kept, next],
    total: 2,
    problem: null,
  })
  await again.close()
})
