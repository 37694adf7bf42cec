import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PrefsProvider } from '../../../renderer/app/prefs.tsx'
import { FormDiff } from '../../../renderer/components/form/index.ts'
import { rich, soundSplit } from '../../kit/definitions.ts'

const drawn = (a: Parameters<typeof FormDiff>[0]['a'], b: Parameters<typeof FormDiff>[0]['b']) =>
  renderToStaticMarkup(
    <PrefsProvider nonce="">
      <FormDiff definition={rich} a={a} b={b} titles={['甲', '乙']} />
    </PrefsProvider>,
  )

test('side by side: what differs stands first with both values, what agrees is folded away', () => {
  const html = drawn(soundSplit(), { ...soundSplit(), town: '632723100' })
  const [first, folded] = html.split('<details>') as [string, string]
  expect(first).toContain('所在乡镇')
  expect(first).not.toContain('承包合同编号')
  expect(first.match(/<tr class="differs">/g)).toHaveLength(1)
  expect(folded).toContain('承包合同编号')
})

test('two that agree say so, and a value that stays closed is not shown as another', () => {
  expect(drawn(soundSplit(), soundSplit())).not.toContain('differs')
  expect(drawn(soundSplit(), { ...soundSplit(), holderName: null })).toContain('户主姓名')
})
