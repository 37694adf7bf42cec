import { ArrowLeftOutlined, FilePdfOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import { type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { Failure } from '../../shared/base/result.ts'
import type { Paper } from '../../shared/bridge.ts'
import { PAPER_CSS, paperMarkup, type Sheet } from '../../shared/paper/index.ts'
import { useDesk } from '../app/desk.ts'
import { keep, kept } from '../app/local.ts'
import { NonceContext } from '../app/nonce.ts'
import { useWords } from '../app/prefs.tsx'
import { useShortcuts } from '../app/shortcuts.ts'
import type { Answer } from '../app/use-answer.ts'
import { FailureBox } from './failure-box.tsx'
import { Loading } from './loading.tsx'
import { PageHead } from './page-head.tsx'
import { saveFile } from './save-file.ts'

const SIZES = ['a4', 'roll'] as const satisfies Sheet[]

interface Props {
  /** Of the paper, while it is not made yet. */
  readonly title: string
  /** What it is worth. */
  readonly lead: string
  readonly answer: Answer<Paper>
  /** The sheet is kept by this name, and a PDF is called by it. */
  readonly kind: string
  readonly back: { readonly to: string; readonly text: string }
  /** What else may be chosen about it. */
  readonly children?: ReactNode
}

/** A paper as it will come out, with the two ways to get it: the printer and a PDF. */
export function PaperView({ title, lead, answer, kind, back, children }: Props) {
  const words = useWords()
  const { bridge } = useDesk()
  const [size, setSize] = useState<Sheet>(() => SIZES.find((one) => one === kept(`paper/${kind}`)) ?? 'a4')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  useShortcuts({ 'Ctrl+P': () => window.print() })
  const paper = answer.value
  const printer = useRef<HTMLButtonElement>(null)
  const ready = paper !== null
  useEffect(() => {
    if (ready) printer.current?.focus()
  }, [ready])
  const savePdf = async (one: Paper) => {
    setBusy(true)
    const made = await bridge.call('paper.pdf', { paper: one, sheet: size })
    setBusy(false)
    setFailure(made.ok ? null : made)
    if (made.ok) saveFile(`${one.number}-${kind}.pdf`, made.value.bytes, 'application/pdf')
  }
  return (
    <div className="print-page">
      <PageHead title={paper?.title ?? title} lead={lead}>
        {children}
        <Segmented<Sheet>
          aria-label={words.t('print.size')}
          value={size}
          onChange={(next) => {
            keep(`paper/${kind}`, next)
            setSize(next)
          }}
          options={SIZES.map((one) => ({ value: one, label: words.t(`print.size.${one}`) }))}
        />
        <Button
          type="primary"
          ref={printer}
          disabled={paper === null}
          icon={<PrinterOutlined aria-hidden="true" />}
          onClick={() => window.print()}
        >
          {words.t('print.print')} <kbd>Ctrl P</kbd>
        </Button>
        <Button
          disabled={paper === null}
          loading={busy}
          icon={<FilePdfOutlined aria-hidden="true" />}
          onClick={() => paper !== null && void savePdf(paper)}
        >
          {words.t('print.pdf')}
        </Button>
        <Button icon={<ArrowLeftOutlined aria-hidden="true" />} href={back.to}>
          {back.text}
        </Button>
      </PageHead>
      {failure === null ? null : <FailureBox failure={failure} title={words.t('print.pdfFailed')} />}
      {answer.failure === null ? null : (
        <FailureBox failure={answer.failure} title={words.t('print.failed')} onAgain={answer.reload} />
      )}
      {answer.loading ? <Loading what={words.t('print.making')} /> : null}
      {paper === null ? null : <PaperSheet paper={paper} size={size} />}
    </div>
  )
}

/** A paper on screen as it will come out. */
export function PaperSheet({ paper, size }: { paper: Paper; size: Sheet }) {
  usePaperStyle()
  const markup = useMemo(() => ({ __html: paperMarkup(paper, size) }), [paper, size])
  // The markup is the program's own, with every text of the paper escaped; it carries classes only, no styles.
  return <div className={`sheet sheet-${size}`} dangerouslySetInnerHTML={markup} />
}

/** The paper's own style sheet, for as long as a paper is on screen; the page's nonce lets it pass the policy. */
function usePaperStyle(): void {
  const nonce = useContext(NonceContext)
  useEffect(() => {
    const style = document.createElement('style')
    style.nonce = nonce
    style.textContent = PAPER_CSS
    document.head.append(style)
    return () => style.remove()
  }, [nonce])
}
