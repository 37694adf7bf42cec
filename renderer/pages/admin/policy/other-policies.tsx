import { Button, Input } from 'antd'
import { useState } from 'react'
import { useWords } from '../../../app/prefs.tsx'
import type { GovAct, Governance } from '../../../replica/gov-api.ts'
import { policyWord } from '../about.ts'
import { readText } from '../services/json-text.ts'
import { prettyJson } from '../services/pretty.ts'
import { SignDialog } from '../sign-dialog.tsx'

interface Props {
  readonly gov: Governance
  onSigned(what: string): void
}

/** As `policyData` reads a name. */
const NAME = /^[a-z][a-z0-9.-]{0,63}$/
const isOther = (name: string) => name !== 'publication' && name !== 'executor' && !/^holidays\.[0-9]{4}$/.test(name)

/** Policies that have no page of their own: a name and a map. */
export function OtherPolicies({ gov, onSigned }: Props) {
  const words = useWords()
  const [edited, setEdited] = useState<{ name: string; text: string; isNew: boolean } | null>(null)
  const rows = gov.policies.filter((one) => isOther(one.name))
  return (
    <section className="card flush" aria-labelledby="others">
      <h2 id="others" className="card-title">
        {words.t('policy.other')}
        {gov.may ? (
          <span className="card-tools">
            <Button onClick={() => setEdited({ name: '', text: '{}', isNew: true })}>{words.t('policy.add')}</Button>
          </span>
        ) : null}
      </h2>
      <p className="card-lead">{rows.length === 0 ? words.t('policy.none') : words.t('policy.otherHelp')}</p>
      {rows.length === 0 ? null : (
        <table className="rows" aria-label={words.t('policy.other')}>
          <thead>
            <tr>
              <th scope="col">{words.t('policy.name')}</th>
              <th scope="col">{words.t('policy.value')}</th>
              <th scope="col">{words.t('service.since')}</th>
              <th scope="col" />
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.name}>
                <td>
                  <code>{one.name}</code>
                </td>
                <td className="wrap">
                  <code>{JSON.stringify(one.value)}</code>
                </td>
                <td>{words.t('admin.fromBlock', { height: one.from })}</td>
                <td className="end">
                  {gov.may ? (
                    <Button
                      size="small"
                      onClick={() => setEdited({ name: one.name, text: prettyJson(one.value), isNew: false })}
                    >
                      {words.t('holidays.edit')}
                    </Button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {edited === null ? null : (
        <EditPolicy
          {...edited}
          onClose={() => setEdited(null)}
          onDone={(name) => {
            setEdited(null)
            onSigned(policyWord(words, name))
          }}
        />
      )}
    </section>
  )
}

interface EditProps {
  readonly name: string
  readonly text: string
  readonly isNew: boolean
  onClose(): void
  onDone(name: string): void
}

function EditPolicy({ name: begin, text: given, isNew, onClose, onDone }: EditProps) {
  const words = useWords()
  const [name, setName] = useState(begin)
  const [text, setText] = useState(given)
  const [problem, setProblem] = useState<string | null>(null)
  const act = (): GovAct | null => {
    if (!NAME.test(name) || !isOther(name)) {
      setProblem(words.t('policy.badName'))
      return null
    }
    const read = readText(text)
    if (!read.ok) {
      setProblem(words.t(`json.${read.problem.fault}`, { what: read.problem.what }))
      return null
    }
    if (read.root.type !== 'object') {
      setProblem(words.t('policy.notObject'))
      return null
    }
    setProblem(null)
    return { kind: 'policy', name, value: read.value as Record<string, unknown> }
  }
  return (
    <SignDialog
      title={isNew ? words.t('policy.add') : words.t('policy.saveTitle', { name: policyWord(words, name) })}
      will={[words.t('policy.saveWill')]}
      wide
      act={act}
      onClose={onClose}
      onDone={() => onDone(name)}
    >
      {isNew ? (
        <div className="field">
          <label htmlFor="policy-name">{words.t('policy.name')}</label>
          <Input id="policy-name" className="num" value={name} onChange={(event) => setName(event.target.value)} />
        </div>
      ) : null}
      <div className="field">
        <label htmlFor="policy-value">{words.t('policy.value')}</label>
        <Input.TextArea
          id="policy-value"
          className="num"
          rows={8}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {problem === null ? null : (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </SignDialog>
  )
}
