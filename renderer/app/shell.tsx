import {
  AuditOutlined,
  BookOutlined,
  CloudSyncOutlined,
  ControlOutlined,
  DesktopOutlined,
  DiffOutlined,
  FormOutlined,
  InboxOutlined,
  LogoutOutlined,
  RollbackOutlined,
  SettingOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { FailureBox } from '../components/failure-box.tsx'
import { KeysHelp } from '../components/keys-help.tsx'
import { LangSwitch, SizeSwitch } from '../components/pref-switches.tsx'
import { SyncBadge } from '../components/sync-badge.tsx'
import { AdminPage } from '../pages/admin/admin-page.tsx'
import { EditServicePage } from '../pages/admin/services/edit-page.tsx'
import { ServicePage } from '../pages/admin/services/service-page.tsx'
import { CasePage } from '../pages/case.tsx'
import { CasesPage } from '../pages/cases.tsx'
import { ConflictsPage } from '../pages/conflicts/conflicts-page.tsx'
import { DecisionPaperPage } from '../pages/conflicts/decision-paper.tsx'
import { NavCount } from '../pages/conflicts/nav-count.tsx'
import { ReviewPage } from '../pages/conflicts/review-page.tsx'
import { ImportPage } from '../pages/import/import-page.tsx'
import { FilingPage } from '../pages/intake/filing-page.tsx'
import { PickServicePage } from '../pages/intake/pick-service.tsx'
import { PrintPage } from '../pages/print.tsx'
import { ProofsPage } from '../pages/proofs.tsx'
import { RegisterPage } from '../pages/register.tsx'
import { AsidePage } from '../pages/set-aside/aside-page.tsx'
import { AsidePaperPage } from '../pages/set-aside/aside-paper.tsx'
import { AsideCount } from '../pages/set-aside/nav-count.tsx'
import { SettingsPage } from '../pages/settings.tsx'
import { ExtractPage } from '../pages/subject/extract.tsx'
import { SubjectPage } from '../pages/subject.tsx'
import { SyncPage } from '../pages/sync.tsx'
import { WorkPage } from '../pages/work.tsx'
import { ServicesContext, StatusContext, useDesk } from './desk.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { importServices } from './import-desk.ts'
import { NAV } from './nav.ts'
import { useWords } from './prefs.tsx'
import { go, href, parseRoute, type Route, useHash } from './router.ts'
import { useShortcuts } from './shortcuts.ts'
import { useAnswer } from './use-answer.ts'
import { useStatusOf } from './use-status.ts'

const ICONS: Readonly<Record<string, ReactNode>> = {
  '1': <DesktopOutlined aria-hidden="true" />,
  '2': <FormOutlined aria-hidden="true" />,
  '3': <UnorderedListOutlined aria-hidden="true" />,
  '4': <BookOutlined aria-hidden="true" />,
  '5': <CloudSyncOutlined aria-hidden="true" />,
  '6': <AuditOutlined aria-hidden="true" />,
  '7': <ControlOutlined aria-hidden="true" />,
  '8': <SettingOutlined aria-hidden="true" />,
  '9': <InboxOutlined aria-hidden="true" />,
  '0': <DiffOutlined aria-hidden="true" />,
  T: <RollbackOutlined aria-hidden="true" />,
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'work':
      return <WorkPage />
    case 'intake':
      return <PickServicePage />
    case 'filing':
      return <FilingPage key={route.service} service={route.service} />
    case 'cases':
      return <CasesPage filter={route.filter} />
    case 'case':
      return <CasePage key={route.id} id={route.id} />
    case 'register':
      return <RegisterPage type={route.type} />
    case 'subject':
      return <SubjectPage key={route.id} id={route.id} />
    case 'extract':
      return <ExtractPage key={route.id} id={route.id} />
    case 'import':
      return <ImportPage />
    case 'aside':
      return <AsidePage />
    case 'aside-paper':
      return <AsidePaperPage key={route.id} entry={route.id} />
    case 'sync':
      return <SyncPage />
    case 'proofs':
      return <ProofsPage />
    case 'settings':
      return <SettingsPage />
    case 'admin':
      return <AdminPage tab={route.tab} />
    case 'service':
      return <ServicePage key={`${route.code} ${route.version}`} code={route.code} version={route.version} />
    case 'service-edit':
      return <EditServicePage key={href(route)} code={route.code} version={route.version} same={route.same} />
    case 'conflicts':
      return <ConflictsPage />
    case 'conflict':
      return <ReviewPage key={route.id} id={route.id} />
    case 'decision':
      return <DecisionPaperPage key={href(route)} id={route.id} entry={route.entry} of={route.of} />
    case 'print':
      return <PrintPage key={`${route.id} ${route.kind}`} id={route.id} kind={route.kind} />
  }
}

/** The frame: navigation on the left, the line's light and the person on top, one page inside. */
export function Shell() {
  const words = useWords()
  const { person, replica, signOut } = useDesk()
  const view = useStatusOf(replica)
  const services = useAnswer('services', () => replica.services())
  const hash = useHash()
  const route = parseRoute(hash)
  const [help, setHelp] = useState(false)
  const imports = importServices(services.value ?? [], person).length > 0
  const decides = person.roles.includes('supervisor')
  const nav = NAV.filter(({ route: to }) => (to.page !== 'import' || imports) && (to.page !== 'conflicts' || decides))
  useFocusOnMove(hash)
  useShortcuts({
    ...Object.fromEntries(nav.map((item) => [`Alt+${item.key}`, () => go(item.route)])),
    F1: () => setHelp(true),
  })
  return (
    <StatusContext value={view}>
      <a
        className="skip"
        href="#page"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('page')?.focus()
        }}
      >
        {words.t('app.skip')}
      </a>
      <div className="shell">
        <nav className="nav" aria-label={words.t('nav.label')}>
          <div className="nav-name">
            <strong>{words.t('app.name')}</strong>
            <span>{person.officeName}</span>
          </div>
          <ul>
            {nav.map((item) => {
              const here = item.pages.includes(route.page)
              return (
                <li key={item.key}>
                  <a
                    href={href(item.route)}
                    className={here ? 'nav-item here' : 'nav-item'}
                    aria-current={here ? 'page' : undefined}
                    aria-keyshortcuts={`Alt+${item.key}`}
                  >
                    {ICONS[item.key]}
                    <span className="nav-title">{words.t(item.title)}</span>
                    {item.route.page === 'conflicts' ? <NavCount /> : null}
                    {item.route.page === 'aside' ? <AsideCount /> : null}
                    <kbd>Alt {item.key}</kbd>
                  </a>
                </li>
              )
            })}
          </ul>
          <button type="button" className="nav-help" onClick={() => setHelp(true)}>
            {words.t('keys.title')}
            <kbd>F1</kbd>
          </button>
        </nav>
        <header className="top">
          <SyncBadge />
          <span className="top-space" />
          <SizeSwitch />
          <LangSwitch />
          <span className="top-person">
            <strong>{person.name}</strong>
            <span className="soft">{words.list(person.roles.map((role) => words.role(role)))}</span>
          </span>
          <Button type="text" icon={<LogoutOutlined aria-hidden="true" />} onClick={signOut}>
            {words.t('app.signOut')}
          </Button>
        </header>
        <main className="page" id="page" tabIndex={-1}>
          {services.failure === null ? null : (
            <FailureBox failure={services.failure} title={words.t('app.noServices')} onAgain={services.reload} />
          )}
          <ErrorBoundary key={route.page} words={words}>
            <ServicesContext value={services.value}>
              <Page route={route} />
            </ServicesContext>
          </ErrorBoundary>
        </main>
      </div>
      <KeysHelp nav={nav} open={help} onClose={() => setHelp(false)} />
    </StatusContext>
  )
}

/** After a move the focus goes to what was moved to, so that Tab goes on from there; a page that focuses a field itself keeps it. */
function useFocusOnMove(hash: string): void {
  const first = useRef(true)
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    const page = document.getElementById('page')
    if (page === null || page.contains(document.activeElement)) return
    page.focus({ preventScroll: true })
    page.scrollTop = 0
  }, [hash])
}
