import { App as AntApp } from 'antd'
import { useEffect, useState } from 'react'
import type { Result } from '../../shared/base/result.ts'
import type { Bridge, Site } from '../../shared/bridge.ts'
import { connectBridge } from '../bridge/index.ts'
import { FailureBox } from '../components/failure-box.tsx'
import { Loading } from '../components/loading.tsx'
import { SignInPage } from '../pages/sign-in.tsx'
import { type Desk, DeskContext } from './desk.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { ImportContext, useNewImport } from './import-desk.ts'
import { NonceContext } from './nonce.ts'
import { useWords } from './prefs.tsx'
import { useSession } from './session.ts'
import { Shell } from './shell.tsx'

interface Opened {
  readonly bridge: Bridge
  readonly site: Site
}

async function open(): Promise<Result<Opened>> {
  const bridge = await connectBridge()
  const site = await bridge.call('site.info', {})
  return site.ok ? { ok: true, value: { bridge, site: site.value } } : site
}

/** Connects to main, then shows the sign-in or the desk. */
export function App({ nonce }: { nonce: string }) {
  const words = useWords()
  const [opened, setOpened] = useState<Result<Opened> | null>(null)
  useEffect(() => {
    let gone = false
    open().then(
      (answer) => gone || setOpened(answer),
      (error: unknown) => gone || setOpened({ ok: false, code: 'internal', detail: String(error) }),
    )
    return () => {
      gone = true
    }
  }, [])
  return (
    <ErrorBoundary words={words}>
      <NonceContext value={nonce}>
        <AntApp component={false}>
          {opened === null ? (
            <Loading what={words.t('app.opening')} />
          ) : opened.ok ? (
            <Session {...opened.value} />
          ) : (
            <main className="alone">
              <h1>{words.t('app.name')}</h1>
              <FailureBox
                failure={opened}
                title={words.t('app.notOpened')}
                again={words.t('app.reload')}
                onAgain={() => window.location.reload()}
              />
            </main>
          )}
        </AntApp>
      </NonceContext>
    </ErrorBoundary>
  )
}

function Session({ bridge, site }: Opened) {
  const words = useWords()
  const { session, signIn, signOut, ending } = useSession(bridge, site)
  if (ending) {
    return (
      <main className="alone" role="alert">
        <h1>{words.t('app.closing')}</h1>
        <p>{words.t('app.closingHelp')}</p>
      </main>
    )
  }
  if (session.step === 'in') {
    const { person, replica } = session
    return <SignedIn key={person.id} desk={{ bridge, site, person, replica, signOut }} />
  }
  if (session.step === 'opening') return <Loading what={words.t('app.openingLedger')} />
  return <SignInPage site={site} failure={session.failure} locked={session.locked} signIn={signIn} />
}

/** What goes on while pages come and go lives here, and ends with the session. */
function SignedIn({ desk }: { desk: Desk }) {
  const importing = useNewImport(desk)
  return (
    <DeskContext value={desk}>
      <ImportContext value={importing}>
        <Shell />
      </ImportContext>
    </DeskContext>
  )
}
