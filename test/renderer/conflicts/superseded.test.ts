import 'fake-indexeddb/auto'
import { expect, onTestFinished, test } from 'vitest'
import type { DecisionDraft } from '../../../renderer/replica/conflicts/api.ts'
import { must } from '../../../shared/base/result.ts'
import { OFFICE } from '../../kit/county.ts'
import { takenTwice } from './taken-twice.ts'

test('[X6] a slip says that it is in dispute, that its act was undone, and that it is in dispute again', async () => {
  const { desk, contract, mine } = await takenTwice('superseded')
  onTestFinished(() => desk.wipe())
  const slips = [`${OFFICE}/case/A1`, mine]
  const says = async () => {
    const out: string[] = []
    for (const id of slips) {
      const { bytes } = must(await desk.calls.proofFile({ case: id, kind: 'slip' }))
      const { ok, findings } = must(await desk.calls.verify({ bytes }))
      const found = findings.find(({ check }) => check === 'decision')
      out.push(`${ok} ${found?.text.zh ?? ''}`)
    }
    return out
  }
  const disputed = 'true 这一办理牵涉一项争议，尚待主管裁定'
  expect(await says()).toEqual([disputed, disputed])
  await desk.close()
  must(await desk.open(desk.person('supervisor', ['supervisor'])))
  const id = `${OFFICE}/pasture-contract/${contract}`
  const shown = must(await desk.calls.conflict(id))
  const adopt = shown.options.find(({ choice }) => choice === 'adopt')
  const why = { ground: 'documents', reason: '依承包合同原件', recall: [], amend: [] } as const
  must(
    await desk.calls.decide({ id, choice: 'adopt', adopt: adopt?.adopt, seen: adopt?.seen, ...why } as DecisionDraft),
  )
  await desk.sealed()
  expect(await says()).toEqual(['false 经裁定，这一办理已撤销或不予采用：凭证是真的，但已不能证明登记情况', 'true '])
  const entry = must(await desk.calls.conflict(id)).decisions[0]?.entry as string
  must(await desk.calls.reopenDecision({ id, entry, reason: '材料有误', seen: [] }))
  await desk.sealed()
  expect(await says()).toEqual([disputed, disputed])
})
