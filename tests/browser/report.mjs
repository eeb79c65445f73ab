// What was looked at and what was wrong with it. One check is one question
// about one place; it may have several faults. Nothing that failed is left
// out of the count, and a section that checked nothing is itself a failure.

/** Lines shown of one check; the rest are counted, so that one broken template does not bury the others. */
const MOST_LINES = 12;

export class Report {
  passed = 0;
  failed = 0;
  #section = '';
  #before = 0;
  #started = 0;
  #print;

  /** Lines go to `print`. */
  constructor(print = console.log) {
    this.#print = print;
  }

  /** Runs `body` as one section under `title` and closes it with its count. */
  async section(title, body) {
    this.#section = title;
    this.#before = this.passed + this.failed;
    this.#started = performance.now();
    const failed = this.failed;
    this.#print(`\n-- ${title}`);
    try {
      await body();
    } catch (error) {
      this.check('the check itself', [String(error?.stack ?? error)]);
    }
    const made = this.passed + this.failed - this.#before;
    if (made === 0) this.check(title, ['nothing was checked']);
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(1);
    this.#print(`   ${made} checks, ${this.failed - failed} failed (${seconds} s)`);
  }

  /** One check at `place`: it passes when `faults` is empty. */
  check(place, faults) {
    if (faults.length === 0) {
      this.passed += 1;
      return;
    }
    this.failed += 1;
    this.#print(`FAIL ${place}`);
    for (const fault of faults.slice(0, MOST_LINES)) this.#print(`     ${fault}`);
    if (faults.length > MOST_LINES) this.#print(`     and ${faults.length - MOST_LINES} more`);
  }

  /** The closing line; build services read it. Returns the exit status. */
  close() {
    this.#print(`\n${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 ? 0 : 1;
  }
}

/** Runs `job` on every item, `width` of them at a time, in order of arrival. */
export async function each(items, width, job) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await job(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
