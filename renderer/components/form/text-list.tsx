import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type ClipboardEvent, type KeyboardEvent, useState } from 'react'
import { flushSync } from 'react-dom'
import { textsOf } from '../../../shared/contract/service/values.ts'
import { useWords } from '../../app/prefs.tsx'
import { BoxControl } from './box-control.tsx'
import { cellMessage } from './cell-message.ts'
import { focusField, goOn, goPast } from './focus.ts'
import type { FieldView } from './form-store.ts'
import { goesOn } from './keys.ts'
import { splitTexts } from './paste.ts'
import { idAt } from './paths.ts'
import type { Box } from './typed.ts'
import { useScene } from './use-form.ts'

interface Props {
  readonly name: string
  readonly items: Box
  readonly most: number
  readonly view: FieldView
}

/**
 * A list of texts, one box each. Enter goes on to the next and adds one at the end; on an empty last one it leaves the list. Backspace takes an
 * empty one away, Ctrl+Delete any. Several at once can be pasted.
 */
export function TextList({ name, items, most, view }: Props) {
  const words = useWords()
  const { form } = useScene()
  const [surplus, setSurplus] = useState(0)
  const given = textsOf(Array.isArray(view.typed) ? (view.typed as readonly string[]) : [])
  const texts = given.length === 0 ? [''] : given
  const stored = textsOf(view.stored)
  const title = form.definition.form.schema.properties[name]?.['x-title']
  const label = title === undefined ? name : words.pick(title)
  const set = (next: readonly string[], focus: number) => {
    // The box is there before the next key: what a reader types on goes where it belongs.
    flushSync(() => {
      form.change(name, next.slice(0, most))
      setSurplus(Math.max(0, next.length - most))
    })
    focusField(`${name}.${Math.min(focus, most - 1)}`)
  }
  const remove = (i: number) => set(texts.toSpliced(i, 1), Math.max(0, i - 1))
  const add = () => set([...texts, ''], texts.length)

  const onKeyDown = (i: number) => (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing || event.altKey) return
    if (event.key === 'Delete' && event.ctrlKey) {
      event.preventDefault()
      remove(i)
    } else if (event.key === 'Backspace' && texts[i] === '' && texts.length > 1 && !event.ctrlKey) {
      event.preventDefault()
      remove(i)
    } else if (goesOn(event)) {
      event.preventDefault()
      event.stopPropagation()
      if (i < texts.length - 1) goOn(event.target)
      else if (texts[i]?.trim() !== '' && texts.length < most) add()
      else goPast(event.currentTarget.closest('.text-list') as HTMLElement)
    }
  }
  const onPaste = (i: number) => (event: ClipboardEvent) => {
    const several = splitTexts(event.clipboardData.getData('text/plain'), items)
    if (several === null) return
    event.preventDefault()
    const all = [...texts]
    all.splice(i, texts[i] === '' ? 1 : 0, ...several)
    set(all, i + several.length - 1)
  }
  return (
    <div
      id={idAt(name)}
      className="text-list"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) form.leave(name)
      }}
    >
      {texts.map((text, i) => {
        const path = `${name}.${i}`
        const at = view.rows.indexOf(i)
        const problem = view.problems.find((one) => one.at === path)
        const note = problem === undefined ? undefined : `${idAt(path)}-note`
        return (
          // oxlint-disable-next-line react/no-array-index-key -- the boxes are told apart by where they stand, as their ids are
          <div key={i} className="text-list-one">
            {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the box inside */}
            <div className="text-list-box" onKeyDownCapture={onKeyDown(i)} onPaste={onPaste(i)}>
              <BoxControl
                path={path}
                box={items}
                typed={text}
                stored={at < 0 ? undefined : stored[at]}
                wrong={problem !== undefined}
                needed={view.needed && i === 0}
                label={words.t('form.nth', { title: label, n: i + 1 })}
                describedBy={note}
              />
              {problem === undefined ? null : (
                <p id={note} className="problem" role="alert">
                  {cellMessage(words, problem.message)}
                </p>
              )}
            </div>
            <Button
              type="text"
              tabIndex={-1}
              icon={<DeleteOutlined aria-hidden="true" />}
              disabled={texts.length === 1 && text === ''}
              aria-label={words.t('form.removeNth', { n: i + 1 })}
              title={words.t('form.removeKey')}
              onClick={() => remove(i)}
            />
          </div>
        )
      })}
      <div className="rows-foot">
        <Button size="small" icon={<PlusOutlined aria-hidden="true" />} disabled={texts.length >= most} onClick={add}>
          {words.t('form.addText')}
        </Button>
        <span className="help">{words.t('form.most', { n: most })}</span>
        {surplus === 0 ? null : (
          <span className="problem" role="alert">
            {words.t('form.surplus', { n: surplus, most })}
          </span>
        )}
      </div>
    </div>
  )
}
