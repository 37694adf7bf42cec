import { WarningOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import type {
  FieldSchema,
  ListSchema,
  Scalar,
  ScalarSchema,
  Text,
} from '../../../shared/contract/service/definition.ts'
import { columnsOf, isList } from '../../../shared/contract/service/form-types.ts'
import { showValue } from '../../../shared/contract/service/outputs.ts'
import { useWords } from '../../app/prefs.tsx'
import { BoxControl } from './box-control.tsx'
import { Label, Required, Sealed } from './field-label.tsx'
import type { FieldView } from './form-store.ts'
import { idAt } from './paths.ts'
import { PersonHint } from './person-hint.tsx'
import { PickMany } from './pick-many.tsx'
import { roomFor } from './room.ts'
import { RowTable } from './row-table.tsx'
import { TextList } from './text-list.tsx'
import { type Box, warningFor } from './typed.ts'
import { useField, useFormState, useScene } from './use-form.ts'

interface Props {
  readonly name: string
  /** The help of the field before it: the same words are not said twice in a row. */
  readonly helpBefore: Text | undefined
  /** The field of its section that chooses a town; a village beside it is one of that town. */
  readonly town: string | undefined
}

/** One field of the form: label, control as its hints say, help, and what is wrong with it right below. */
export function FieldBox(props: Props) {
  const { form } = useScene()
  const schema = form.definition.form.schema.properties[props.name]
  const view = useField(form, props.name)
  if (schema === undefined || !view.shown) return null
  return isList(schema) ? (
    <ListField {...props} schema={schema} view={view} />
  ) : (
    <ScalarField {...props} schema={schema} view={view} />
  )
}

type FieldProps<S> = Props & { readonly schema: S; readonly view: FieldView }

function ScalarField({ name, schema, view, helpBefore, town }: FieldProps<ScalarSchema>) {
  const words = useWords()
  const { form } = useScene()
  const id = idAt(name)
  const tick = schema.type === 'boolean' && (!view.needed || schema.const !== undefined)
  const problem = view.problems[0]
  const note = <Note name={name} schema={schema} view={view} helpBefore={helpBefore} />
  const described =
    problem !== undefined || hasNote(schema, view, form.today, helpBefore, tick) ? `${id}-note` : undefined
  const control = (
    <TownOf field={town}>
      {(chosen) => (
        <BoxControl
          path={name}
          box={schema as Box}
          typed={typeof view.typed === 'object' ? undefined : view.typed}
          stored={view.stored as Scalar | undefined}
          wrong={problem !== undefined}
          needed={view.needed}
          describedBy={described}
          town={schema['x-widget'] === 'region' && schema['x-level'] === 'village' ? chosen : undefined}
        />
      )}
    </TownOf>
  )
  if (tick) {
    return (
      <div className="field wide">
        <div className="tick">
          {control}
          <label htmlFor={id} id={`${id}-label`} className="tick-label">
            <strong>{words.pick(schema['x-title'])}</strong>
            {view.needed ? <Required /> : null}
            <Sealed name={name} />
            {schema['x-help'] === undefined ? '' : ` ${words.pick(schema['x-help'])}`}
          </label>
        </div>
        {note}
      </div>
    )
  }
  return (
    <div className={classOf(schema, words.lang)}>
      <Label name={name} schema={schema} needed={view.needed} />
      {control}
      {note}
      <PersonHint at={name} />
    </div>
  )
}

function ListField({ name, schema, view, helpBefore }: FieldProps<ListSchema>) {
  const columns = columnsOf(schema)
  const items = schema.items as Box
  const several = columns === null && items.enum !== undefined
  return (
    <div
      className={columns !== null || several || schema['x-wide'] === true ? 'field wide' : 'field'}
      role="group"
      aria-labelledby={`${idAt(name)}-label`}
    >
      <Label name={name} schema={schema} needed={view.needed} group />
      {columns !== null ? (
        <RowTable name={name} columns={columns} most={schema.maxItems} view={view} />
      ) : several ? (
        <PickMany name={name} items={items} view={view} />
      ) : (
        <TextList name={name} items={items} most={schema.maxItems} view={view} />
      )}
      <Note name={name} schema={schema} view={view} helpBefore={helpBefore} />
    </div>
  )
}

/** What a town field holds; '' while it is empty, undefined where there is none. */
function TownOf({ field, children }: { field: string | undefined; children: (town: string | undefined) => ReactNode }) {
  const { form } = useScene()
  const town = useFormState(form, ({ typed }) => (field === undefined ? undefined : (typed[field] ?? '')))
  return children(typeof town === 'string' ? town : undefined)
}

/** Fills the whole width what is long or asks for it, two fields' width what has several choices. */
function classOf(schema: ScalarSchema, lang: 'zh' | 'en'): string {
  if (schema['x-wide'] === true || schema['x-widget'] === 'multiline') return 'field wide'
  return schema.enum !== undefined && roomFor(schema, lang) === 'two' ? 'field two' : 'field'
}

/** An area with its mu beside, an amount in full: what was understood takes the place of the help. */
function isRead(schema: FieldSchema): boolean {
  return schema['x-widget'] === 'area' || schema['x-widget'] === 'money'
}

function hasNote(
  schema: FieldSchema,
  view: FieldView,
  today: string,
  before: Text | undefined,
  tick: boolean,
): boolean {
  if (warningFor(schema, view.stored, today) !== null) return true
  if (isRead(schema) && view.stored !== undefined) return true
  const help = schema['x-help']
  return help !== undefined && !tick && before?.zh !== help.zh
}

/** The line below a field: what is wrong, what is worth a second look, what was understood, or its help, in this order. */
function Note({ name, schema, view, helpBefore }: Omit<FieldProps<FieldSchema>, 'town'>) {
  const words = useWords()
  const { form } = useScene()
  const id = `${idAt(name)}-note`
  // What is wrong with a cell is said in the cell.
  const problem = view.problems.find(({ at }) => at === name)
  if (problem !== undefined) {
    return (
      <p id={id} className="problem" role="alert">
        {words.pick(problem.message)}
      </p>
    )
  }
  const warning = warningFor(schema, view.stored, form.today)
  if (warning !== null) {
    return (
      <p id={id} className="warning">
        <WarningOutlined aria-hidden="true" /> {words.pick(warning)}
      </p>
    )
  }
  if (isRead(schema) && view.stored !== undefined) {
    return (
      <p id={id} className="reading num">
        {showValue(schema, view.stored, words.lang)}
      </p>
    )
  }
  const help = schema['x-help']
  const tick = schema.type === 'boolean' && (!view.needed || schema.const !== undefined)
  if (help === undefined || tick || helpBefore?.zh === help.zh) return null
  return (
    <p id={id} className="help">
      {words.pick(help)}
    </p>
  )
}
