import { Component, type ReactNode } from 'react'
import type { Words } from '../i18n/index.ts'

interface Props {
  readonly words: Words
  readonly children: ReactNode
}

/** When a page breaks: says so, says what is safe, and offers the way back. What has been saved is on disk, not in the page. */
export class ErrorBoundary extends Component<Props, { broken: string | null }> {
  override state: { broken: string | null } = { broken: null }

  static getDerivedStateFromError(error: unknown): { broken: string } {
    return { broken: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    const { words, children } = this.props
    const { broken } = this.state
    if (broken === null) return children
    return (
      <main className="alone" role="alert">
        <h1>{words.t('broken.title')}</h1>
        <p>{words.t('broken.safe')}</p>
        <p>{words.t('broken.todo')}</p>
        <p className="fine">{broken}</p>
        <p className="row">
          <button type="button" className="plain-button" onClick={() => window.location.reload()}>
            {words.t('app.reload')}
          </button>
          <a
            href="#/work"
            onClick={() => {
              this.setState({ broken: null })
            }}
          >
            {words.t('broken.back')}
          </a>
        </p>
      </main>
    )
  }
}
