import { attachmentsKilledSuite, attachmentsSuite } from './attachments-suite.ts'

attachmentsSuite('IndexedDB in Chromium')
attachmentsKilledSuite('IndexedDB in Chromium', 7)
