import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled, FileSearchOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { LIMITS } from '../../shared/base/limits.ts'
import { fail, type Result } from '../../shared/base/result.ts'
import { useDesk } from '../app/desk.ts'
import { useWords } from '../app/prefs.tsx'
import type { Verification } from '../replica/api.ts'
import { FailureBox } from './failure-box.tsx'
import { FileDrop } from './file-drop.tsx'

/** Drop or pick a file, or paste what a scanner read from a QR; every check is shown line by line. Works without a line. */
export function VerifyBox() {
  const words = useWords()
  const { replica } = useDesk()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<{ of: string; result: Result<Verification> } | null>(null)

  const run = async (of: string, ask: () => Promise<Result<Verification>>) => {
    setBusy(true)
    const result = await ask()
    setBusy(false)
    setAnswer({ of, result })
  }
  const file = (one: File) => {
    void run(one.name, async () => {
      if (one.size > LIMITS.receipt) return fail('too-large', one.name)
      return replica.verify({ bytes: new Uint8Array(await one.arrayBuffer()) })
    })
  }
  const qr = () => {
    const given = text.trim()
    if (given !== '') void run(words.t('verify.qr'), () => replica.verify({ text: given }))
  }
  return (
    <section className="card" aria-labelledby="verify">
      <h2 id="verify" className="card-title">
        {words.t('verify.title')}
      </h2>
      <div className="verify-ways">
        <FileDrop
          icon={<FileSearchOutlined className="drop-icon" aria-hidden="true" />}
          text={words.t('verify.drop')}
          pick={words.t('verify.pick')}
          onFile={file}
        />
        <div className="field">
          <label htmlFor="qr">{words.t('verify.text')}</label>
          <Input.TextArea
            id="qr"
            rows={3}
            value={text}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !event.ctrlKey) return
              event.preventDefault()
              qr()
            }}
          />
          <div className="row">
            <Button type="primary" loading={busy} disabled={text.trim() === ''} onClick={qr}>
              {words.t('verify.run')} <kbd>Ctrl Enter</kbd>
            </Button>
            <span className="soft">{words.t('verify.textHelp')}</span>
          </div>
        </div>
      </div>
      <div aria-live="polite">
        {answer === null ? null : answer.result.ok ? (
          <Findings of={answer.of} found={answer.result.value} />
        ) : (
          <FailureBox failure={answer.result} title={words.t('verify.failed', { what: answer.of })} />
        )}
      </div>
    </section>
  )
}

/** What is in dispute is no fault of the paper, and nothing that was found to agree either. */
const standingOf = ({ check, ok }: Verification['findings'][number]) =>
  ok ? (check === 'decision' ? 'mind' : 'holds') : 'fails'
const STANDINGS = {
  holds: { look: 'good', word: 'verify.holds', icon: <CheckCircleFilled aria-hidden="true" /> },
  fails: { look: 'bad', word: 'verify.fails', icon: <CloseCircleFilled aria-hidden="true" /> },
  mind: { look: 'mind', word: 'verify.mind', icon: <ExclamationCircleFilled aria-hidden="true" /> },
} as const

function Findings({ of, found }: { of: string; found: Verification }) {
  const words = useWords()
  return (
    <div className={found.ok ? 'verdict verdict-good' : 'verdict verdict-bad'}>
      <h3>
        {found.ok ? <CheckCircleFilled aria-hidden="true" /> : <CloseCircleFilled aria-hidden="true" />}
        {words.t(found.ok ? `verify.good.${found.kind}` : 'verify.bad')}
        <span className="soft">{of}</span>
      </h3>
      <ul className="findings">
        {found.findings.map((one) => (
          <li key={one.check + one.text.zh} className={STANDINGS[standingOf(one)].look}>
            {STANDINGS[standingOf(one)].icon}
            <span className="unseen">{words.t(STANDINGS[standingOf(one)].word)}</span>
            {words.pick(one.text)}
            <code>{one.check}</code>
          </li>
        ))}
      </ul>
      <dl className="fields">
        {found.summary.map((one) => (
          <div key={one.label.zh}>
            <dt>{words.pick(one.label)}</dt>
            <dd>{one.value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
