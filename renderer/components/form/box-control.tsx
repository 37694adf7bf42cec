import { Button, Checkbox, Input, Radio, Select } from 'antd'
import { memo } from 'react'
import type { Scalar } from '../../../shared/contract/service/definition.ts'
import { useWords } from '../../app/prefs.tsx'
import { idAt } from './paths.ts'
import { RegionPicker } from './region-picker.tsx'
import { roomFor } from './room.ts'
import { SubjectKey } from './subject-key.tsx'
import type { Box, TypedCell } from './typed.ts'
import { useScene } from './use-form.ts'

/** Where a box stands and what is said of it. Everything in it is compared by itself, so that a box is drawn again for its own sake alone. */
export interface BoxProps {
  /** `field`, `list.2` or `list.2.column`. */
  readonly path: string
  readonly box: Box
  readonly typed: TypedCell | undefined
  readonly stored: Scalar | undefined
  readonly wrong: boolean
  readonly needed: boolean
  /** Its name, where no label of its own stands beside it. */
  readonly label?: string | undefined
  readonly describedBy?: string | undefined
  /** In a table: narrow, without buttons beside it. */
  readonly compact?: boolean
  /** For a village: the town that it belongs to; '' while that is not chosen, absent where no town is asked for. */
  readonly town?: string | undefined
}

/** The control for one box, chosen by its hints alone. */
export const BoxControl = memo(function BoxControl(props: BoxProps) {
  const words = useWords()
  const { form } = useScene()
  const { path, box, typed, stored, wrong, needed, label, describedBy, compact = false } = props
  const id = idAt(path)
  const value = typeof typed === 'string' ? typed : ''
  const put = (next: TypedCell) => form.put(path, next)
  const leave = () => form.leave(path)
  const said = {
    'aria-label': label,
    'aria-required': needed,
    'aria-invalid': wrong,
    'aria-describedby': describedBy,
  }
  const part = form.subjectAt(path.replace(/\.[0-9]+/, ''))
  const tidies = box['x-identifier'] !== undefined || part !== null
  const plain = {
    id,
    value,
    status: wrong ? ('error' as const) : ('' as const),
    autoComplete: 'off',
    spellCheck: false,
    ...said,
    onChange: (event: { target: { value: string } }) => put(event.target.value),
    onBlur: () => {
      // 20260305 and 2026.3.5, full-width and lower-case letters take their one form as soon as the box is left.
      if (tidies && typeof stored === 'string' && stored !== value) put(stored)
      leave()
    },
  }
  if (box.type === 'boolean') return <YesNo {...props} />
  if (part !== null) return <SubjectKey {...plain} part={part} put={put} />
  if (box.enum !== undefined) return <Choice {...props} />
  switch (box['x-widget']) {
    case 'multiline':
      return compact ? <Input {...plain} /> : <Input.TextArea {...plain} rows={2} maxLength={box.maxLength} />
    case 'region':
      return <RegionPicker {...props} value={value} said={said} put={put} leave={leave} />
    case 'date':
      return (
        <div className="with-button">
          <Input {...plain} inputMode="numeric" placeholder={compact ? undefined : words.t('date.hint')} />
          {box['x-identifier'] === 'past-date' && !compact ? (
            <Button tabIndex={-1} onClick={() => put(form.today)}>
              {words.t('date.today')}
            </Button>
          ) : null}
        </div>
      )
    case 'area':
      return <Input {...plain} inputMode="decimal" suffix={compact ? undefined : words.t('unit.area')} />
    case 'money':
      return <Input {...plain} inputMode="decimal" suffix={compact ? undefined : words.t('unit.money')} />
    case 'year':
      return (
        <Input
          {...plain}
          className="num"
          inputMode="numeric"
          maxLength={6}
          suffix={compact ? undefined : words.t('unit.year')}
        />
      )
    default:
      return (
        <Input
          {...plain}
          {...(box.type === 'integer' ? { inputMode: 'numeric' as const } : {})}
          // A scanned or pasted number may bring blanks along; what is too long is said, not cut.
          maxLength={tidies || box.type === 'integer' ? undefined : box.maxLength}
          className={(tidies && box['x-identifier'] !== 'name') || box.type === 'integer' ? 'num' : ''}
        />
      )
  }
})

/** What has to be confirmed, or may be ticked, is a tick; a question that has to be answered has two answers. */
function YesNo({ path, box, typed, wrong, needed, label, describedBy, compact }: BoxProps) {
  const words = useWords()
  const { form } = useScene()
  const id = idAt(path)
  const said = { 'aria-invalid': wrong, 'aria-describedby': describedBy }
  if (needed && box.const === undefined) {
    return (
      <Radio.Group
        id={id}
        optionType="button"
        buttonStyle="solid"
        size={compact === true ? 'small' : 'medium'}
        value={typeof typed === 'boolean' ? typed : null}
        {...(label === undefined ? { 'aria-labelledby': `${id}-label` } : { 'aria-label': label })}
        {...said}
        onChange={(event) => form.put(path, event.target.value === true)}
        options={[
          { value: true, label: words.t('form.yes') },
          { value: false, label: words.t('form.no') },
        ]}
      />
    )
  }
  return (
    <Checkbox
      id={id}
      checked={typed === true}
      {...(label === undefined ? { 'aria-labelledby': `${id}-label` } : { 'aria-label': label })}
      {...said}
      onChange={(event) => form.put(path, event.target.checked)}
      onBlur={() => form.leave(path)}
    />
  )
}

/** One of the listed values: buttons where there is room for them, else a list that is searched by typing. */
function Choice({ path, box, typed, wrong, needed, label, describedBy, compact }: BoxProps) {
  const words = useWords()
  const { form } = useScene()
  const id = idAt(path)
  const value = typeof typed === 'string' && typed !== '' ? typed : null
  const options = (box.enum ?? []).map((one) => {
    const title = box['x-choices']?.[String(one)]
    return { value: String(one), label: title === undefined ? String(one) : words.pick(title) }
  })
  if (compact !== true && roomFor(box, words.lang) !== 'list') {
    return (
      <Radio.Group
        id={id}
        optionType="button"
        buttonStyle="solid"
        value={value}
        aria-labelledby={`${id}-label`}
        aria-describedby={describedBy}
        onChange={(event) => form.put(path, String(event.target.value))}
        options={options}
      />
    )
  }
  return (
    <Select
      id={id}
      className="choice"
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      status={wrong ? 'error' : ''}
      options={options}
      popupMatchSelectWidth={false}
      placeholder={compact === true ? undefined : words.t('form.choose')}
      notFoundContent={words.t('region.none')}
      aria-label={label}
      aria-required={needed}
      aria-invalid={wrong}
      aria-describedby={describedBy}
      allowClear={!needed}
      onChange={(next: string | null | undefined) => form.put(path, next ?? '')}
      onBlur={() => form.leave(path)}
    />
  )
}
