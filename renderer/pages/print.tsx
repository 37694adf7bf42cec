import { ArrowLeftOutlined, FilePdfOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import { useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { Failure } from '../../shared/base/result.ts'
import type { Paper } from '../../shared/bridge.ts'
import { PAPER_CSS, paperMarkup, type Sheet } from '../../shared/paper/index.ts'
import { useDesk } from '../app/desk.ts'
import { keep, kept } from '../app/local.ts'
import { NonceContext } from '../app/nonce.ts'
import { usePrefs } from '../app/prefs.tsx'
import { href, type PaperKind, paperWord } from '../app/router.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { useAnswer } from '../app/use-answer.ts'
import { FailureBox } from '../components/failure-box.tsx'
import { Loading } from '../components/loading.tsx'
import { PageHead } from '../components/page-head.tsx'
import { saveFile } from '../components/save-file.ts'

const SIZES = ['a4', 'roll'] as const satisfies Sheet[]

/** A paper as it will come out, with the two ways to get it: the printer and a PDF. */
export function PrintPage({ id, kind }: { id: string; kind: PaperKind }) {
  const { words } = usePrefs()
  const { replica, bridge } = useDesk()
  const [size, setSize] = useState<Sheet>(() => SIZES.find((one) => one === kept(`paper/${kind}`)) ?? 'a4')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const answer = useAnswer(`paper ${id} ${kind} ${words.lang}`, () =>
    replica.paper({ case: id, kind, lang: words.lang }),
  )
  useShortcuts({ 'Ctrl+P': () => window.print() })
  usePaperStyle()
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
      <PageHead title={paper?.title ?? words.t(`paper.${paperWord(kind)}`)} lead={words.t(`paper.${paperWord(kind)}.worth`)}>
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
        <Button icon={<ArrowLeftOutlined aria-hidden="true" />} href={href({ page: 'case', id })}>
          {words.t('print.back')}
        </Button>
      </PageHead>
      {failure === null ? null : <FailureBox failure={failure} title={words.t('print.pdfFailed')} />}
      {answer.failure === null ? null : (
        <FailureBox failure={answer.failure} title={words.t('print.failed')} onAgain={answer.reload} />
      )}
      {answer.loading ? <Loading what={words.t('print.making')} /> : null}
      {paper === null ? null : <OnScreen paper={paper} size={size} />}
    </div>
  )
}

function OnScreen({ paper, size }: { paper: Paper; size: Sheet }) {
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
