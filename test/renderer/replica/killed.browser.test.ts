import { killedSuite } from './killed-suite.ts'

killedSuite('Chromium', 5)
