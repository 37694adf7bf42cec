import { Button, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Failure } from '../../shared/base/result.ts'
import type { Person, Site } from '../../shared/bridge.ts'
import { keep, kept } from '../app/local.ts'
import { useWords } from '../app/prefs.tsx'
import { FailureBox } from '../components/failure-box.tsx'
import { Notice } from '../components/notice.tsx'
import { LangSwitch, SizeSwitch } from '../components/pref-switches.tsx'

interface Props {
  readonly site: Site
  /** Why opening failed after the passphrase was right. */
  readonly failure: Failure | null
  /** The key was closed because nobody was at the desk. */
  readonly locked: boolean
  signIn(person: string, passphrase: string): Promise<Failure | null>
}

/** Choose a person, type the passphrase. The last person who signed in here is chosen already. */
export function SignInPage({ site, failure, locked, signIn }: Props) {
  const words = useWords()
  const [person, setPerson] = useState(() => {
    const last = kept('person')
    return (site.people.find((one) => one.id === last) ?? site.people[0])?.id ?? ''
  })
  const [passphrase, setPassphrase] = useState('')
  const [problem, setProblem] = useState<Failure | 'empty' | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<InputRef>(null)
  useEffect(() => field.current?.focus(), [])

  const submit = async () => {
    if (busy) return
    if (passphrase === '') {
      setProblem('empty')
      field.current?.focus()
      return
    }
    setBusy(true)
    setProblem(null)
    const failed = await signIn(person, passphrase)
    if (failed === null) return keep('person', person)
    setBusy(false)
    setProblem(failed)
    setPassphrase('')
    field.current?.focus()
  }

  return (
    <main className="sign-in">
      <form
        className="sign-in-card"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <header>
          <h1>{words.t('app.name')}</h1>
          <p className="soft">{words.t('signIn.lead')}</p>
        </header>
        {locked ? <Notice tone="info">{words.t('signIn.locked')}</Notice> : null}
        {failure === null ? null : <FailureBox failure={failure} title={words.t('signIn.notOpened')} />}
        <fieldset className="people">
          <legend>{words.t('signIn.who')}</legend>
          {groupByOffice(site.people).map(([office, people]) => (
            <div key={office} className="people-office">
              <h2>{office}</h2>
              <div className="people-list">
                {people.map((one) => (
                  <label key={one.id} className={one.id === person ? 'person chosen' : 'person'}>
                    <input
                      type="radio"
                      name="person"
                      value={one.id}
                      checked={one.id === person}
                      onChange={() => setPerson(one.id)}
                    />
                    <span className="person-name">{one.name}</span>
                    <span className="person-role">{words.list(one.roles.map((role) => words.role(role)))}</span>
                  </label>
                ))}
              </div>
            </div>
          ))}
        </fieldset>
        <div className="field">
          <label htmlFor="passphrase">{words.t('signIn.passphrase')}</label>
          <div className="sign-in-line">
            <Input.Password
              id="passphrase"
              ref={field}
              size="large"
              value={passphrase}
              autoComplete="off"
              status={problem === null ? '' : 'error'}
              aria-invalid={problem !== null}
              aria-describedby="passphrase-note"
              onChange={(event) => setPassphrase(event.target.value)}
            />
            <Button type="primary" size="large" htmlType="submit" loading={busy}>
              {words.t('signIn.go')}
            </Button>
          </div>
          <div id="passphrase-note" aria-live="polite">
            {problem === null ? null : (
              <p className="problem" role="alert">
                {problem === 'empty' ? words.t('signIn.empty') : words.code(problem.code)}
              </p>
            )}
            {site.demoPassphrase === null ? null : (
              <p className="demo">
                {words.t('signIn.demo')} <code>{site.demoPassphrase}</code>
              </p>
            )}
          </div>
        </div>
        <footer className="sign-in-foot">
          <SizeSwitch />
          <LangSwitch />
          <span className="soft">
            {words.t(`shell.${site.shell}`)} · {words.t('settings.version')} {site.version}
          </span>
        </footer>
      </form>
    </main>
  )
}

function groupByOffice(people: readonly Person[]): [string, Person[]][] {
  const groups = new Map<string, Person[]>()
  for (const one of people) {
    const group = groups.get(one.officeName)
    if (group === undefined) groups.set(one.officeName, [one])
    else group.push(one)
  }
  return [...groups]
}
