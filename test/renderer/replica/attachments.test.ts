import 'fake-indexeddb/auto'
import { attachmentsKilledSuite, attachmentsSuite } from './attachments-suite.ts'

attachmentsSuite('fake-indexeddb in Node')
attachmentsKilledSuite('fake-indexeddb in Node', 3)
