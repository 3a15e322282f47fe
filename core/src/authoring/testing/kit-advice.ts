/** Pages of the SDK's documentation, by kit. */
const PAGES: Readonly<Record<string, string>> = {
  connector: 'connectors.md',
  classifier: 'classifiers.md',
  framework: 'frameworks.md',
  channel: 'channels.md',
  step: 'steps.md',
  page: 'ui.md',
};

/** How failures are usually mended: the kit, what the title of the check says, what to do. */
const ADVICE: readonly (readonly [string, RegExp, string])[] = [
  [
    'connector',
    /closed schema/,
    'Set "additionalProperties": false, give every setting a title, and mark secrets "writeOnly": true.',
  ],
  [
    'connector',
    /targets of others/,
    'Answer null from resolveTarget unless the target begins with one of your schemes.',
  ],
  [
    'connector',
    /same fingerprint/,
    'Make the fingerprint with assetFingerprint from the shape alone; nothing of the time or of chance belongs into it.',
  ],
  ['connector', /include and exclude/, 'Ask assetFilter(options) before an asset is yielded.'],
  [
    'connector',
    /within the limits/,
    'Count rows with TableTally, which cuts values and bounds the distinct ones as the options say.',
  ],
  ['connector', /same seed/, 'Draw with Reservoir or seededRandom, and never with Math.random.'],
  [
    'connector',
    /reads in full|chosen columns/,
    'Yield batches of at most batchRows rows, one list of cells for each column in the order asked.',
  ],
  [
    'connector',
    /hostile/,
    'Look the asset up among those that discovery finds, and throw DW_SOURCE_ASSET_MISSING where it is not there.',
  ],
  [
    'connector',
    /gone already|called off/,
    'Call signal.throwIfAborted() before work begins, and hand the signal on to whatever waits.',
  ],
  [
    'connector',
    /cannot open|make no sense/,
    'Read settings with settingsReader, and throw sourceError with one of the codes of Connector.open, without a secret in it.',
  ],
  [
    'connector',
    /closes twice/,
    'Remember that the session is closed; refuse with DW_SOURCE_UNREACHABLE afterwards.',
  ],
  [
    'connector',
    /slice|plan|marker|strateg/i,
    'Declare under capabilities only what the session does; leave out what it does not.',
  ],
  [
    'classifier',
    /describes itself/,
    'Give id, version, title, description, at least one info type and where the patterns come from (sources).',
  ],
  [
    'classifier',
    /^recognises/,
    'Raise what speaks for the type: a name phrase, a form with an honest chance, a check of its digits.',
  ],
  [
    'classifier',
    /not taken in/,
    'Make the form narrower, add validate, or name what it is mistaken for; a lower chance is no cure.',
  ],
  ['classifier', /positive and negative/, 'Add a case with expect: null, and one that must be recognised.'],
  [
    'classifier',
    /withstands/,
    'Bound the length of what is looked at (minLength, maxLength), and use no repetition within a repetition.',
  ],
  ['classifier', /same each time/, 'Keep nothing between two calls, and leave the sample as it is.'],
  ['classifier', /tells no value/, 'Say in the evidence what was counted, never what was read.'],
  [
    'classifier',
    /budget/,
    'Let the engine skip values: minLength, maxLength, alphabet or requires before the pattern.',
  ],
  [
    'framework',
    /controls in full/,
    'Give every control a title, a summary in your own words and an https address of its text.',
  ],
  ['framework', /^answers/, 'Compare the findings with the case: control and column must be exactly those.'],
  ['framework', /nothing personal/, 'Raise findings only from verdicts that matter to a control.'],
  [
    'framework',
    /never twice/,
    'Raise one finding for each control and column; name the column in the message.',
  ],
  ['framework', /rejected/, 'Pass over verdicts whose status is "rejected".'],
  [
    'page',
    /own name/,
    "Begin the names of elements with the plugin's id, and call defineElement for each in ui/.",
  ],
  ['page', /declares/, 'Add the permission under "permissions" of the manifest, or ask for "signed-in".'],
  ['page', /German/, 'Add the missing texts to locales/de.json; the English text is the key.'],
  ['page', /shell allows/, 'Put styles into static styles, and take colours from the tokens (--dw-…).'],
  ['page', /not signed in/, 'Give every route a permission; only what everybody may read is public.'],
  [
    'page',
    /disabled/,
    'Register through the context of setup, and hand onDispose whatever else has to be undone.',
  ],
  ['channel', /describes itself/, 'Give id, version, title and description.'],
  [
    'channel',
    /delivers/,
    'Send the text and the link of the message, and resolve only once the other side has taken it.',
  ],
  [
    'channel',
    /refuses|away/,
    'Throw a DataWaveError when the other side refuses or is away; the platform tries again.',
  ],
  ['channel', /twice/, 'Hand the id of the message on as idempotency key, where the other side takes one.'],
  [
    'channel',
    /secret/,
    'Leave addresses with secrets and the answer of the other side out of errors and logs.',
  ],
  ['channel', /called off/, 'Hand the signal on to whatever waits.'],
  ['step', /schema/, 'Describe input and output with closed schemas; every input has a title.'],
  ['step', /input/, 'Check what comes in, and throw DW_STEP_INPUT naming the field.'],
  ['step', /called off/, 'Call signal.throwIfAborted() and hand the signal on.'],
  ['step', /same/, 'Make the outcome depend on input and id alone.'],
];

/** How a failed check of a kit is mended, in a sentence or two. */
export function adviceFor(kit: string, title: string): string {
  const known = ADVICE.find(([of, pattern]) => of === kit && pattern.test(title));
  const page = PAGES[kit];
  const read = page === undefined ? '' : ` See node_modules/@datawave/plugin-sdk/docs/${page}.`;
  return `${known?.[2] ?? 'Read the assertion above: it says what was expected.'}${read}`;
}
