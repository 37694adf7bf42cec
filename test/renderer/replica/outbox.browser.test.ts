import { outboxSuite } from './outbox-suite.ts'

outboxSuite('Chromium')
