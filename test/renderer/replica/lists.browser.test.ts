import { listsSuite } from './lists-suite.ts'

listsSuite('Chromium')
