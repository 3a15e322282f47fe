/** What an error code stands for. */
export interface ErrorCode {
  readonly code: string;
  readonly title: string;
  /** How to mend it, in general; the error itself says it for the case at hand. */
  readonly mend: string;
}

/**
 * Every code that the kernel and the SDK give out. A code never changes its meaning and is never used for another;
 * one that is no longer given out moves to {@link RETIRED}. A test holds the table equal to the sources.
 */
const TABLE = `
DW_ACCESS_DECIDER_TAKEN | Two plugins want to decide who may do what. | Enable only one of them.
DW_ACCESS_DENIED | The caller may not do this. | Ask an administrator for the permission.
DW_AUDIT_ENTRY | An audit entry is not described as it must be. | Correct its action and its object in the plugin that is named.
DW_AUDIT_POSITION | The position in the audit trail is none. | Give that of the last entry that was read, or none.
DW_AUTH_BUSY | Too many sign-ins are being checked at once. | Try again in a moment.
DW_AUTH_FAILED | Wrong user name or password. | Check both; an administrator can reset the password.
DW_AUTH_REFRESH_REUSED | A refresh token was used twice, so its session was ended. | Sign in again, and keep only the newest token.
DW_AUTH_STEP_UP | This asks for a recent sign-in. | Sign in again, then repeat the request.
DW_AUTH_THROTTLED | Too many wrong passwords. | Wait as long as Retry-After says.
DW_AUTH_TOKEN_INVALID | The token is unknown, expired or was revoked. | Sign in again.
DW_AUTH_USER_UNKNOWN | There is no such user. | Check the name.
DW_AUTH_WORKSPACES_TAKEN | Two plugins want to say in which workspace a request acts. | Enable only one of them.
DW_CODEMOD_FAILED | A codemod failed at a file, and nothing was changed. | Correct the file, or leave the codemod out and follow the change by hand.
DW_CODEMOD_SOURCE | The sources of a plugin cannot be read. | Name the folder of a plugin.
DW_COMMAND_INTERRUPTED | The command was interrupted. | Run it again.
DW_CONFIG_INVALID | The configuration has errors. | Correct the places that are named.
DW_CONFIG_MISSING | There is no such configuration file. | Check the path, or leave it out.
DW_CREATE_FOLDER_TAKEN | The folder of a new plugin is there already. | Take another name, or another folder.
DW_CREATE_FOLDER_UNWRITABLE | The folder of a new plugin cannot be made. | Name one in which you may write.
DW_CREATE_KIND_UNKNOWN | There is no such kind of plugin. | Say one of those that are listed.
DW_CREATE_LICENSE_UNKNOWN | The licence cannot be chosen here. | Say one of those that are listed; put any other in by hand.
DW_CREATE_NAME_INVALID | This cannot be the name of a plugin. | Take lower case letters, digits and hyphens.
DW_CREATE_PACK_FAILED | The packages of the checkout cannot be packed. | Run npm run build, and mend what it names.
DW_EGRESS_POLICY_INVALID | The rules of outgoing connections cannot be read. | Correct "egress" in the configuration.
DW_EGRESS_REDIRECT | A server sent a request elsewhere, where it may not go. | Name the address that it leads to, if that is meant.
DW_EGRESS_REFUSED | The policy forbids this outgoing connection. | Allow the address under "egress" in the configuration.
DW_EGRESS_RULE_INVALID | A rule of the workspace's outgoing connections cannot be kept. | Correct the destination.
DW_EGRESS_RULE_NOT_FOUND | There is no such rule of outgoing connections. | List the rules of the workspace.
DW_EGRESS_TARGET_INVALID | The address of an outgoing connection is none. | Correct host and port.
DW_EGRESS_TIMEOUT | The other side did not answer in time. | Check the address and the network.
DW_EGRESS_TLS | The certificate of a server cannot be trusted. | Give the certificate of its authority, or the name that is in it.
DW_EGRESS_TOO_LARGE | A server answered with more than was expected. | Check that the address is the right one.
DW_EGRESS_UNREACHABLE | The other side cannot be reached. | Check that it runs and that the network lets it through.
DW_EGRESS_UNRESOLVED | The host name has no address. | Check its spelling and the name server.
DW_EVENTS_EXPIRED | The events after this position are no longer kept. | Read the present state anew, then follow from now on.
DW_EVENT_DATA | The data of an event is not JSON. | Publish plain values only.
DW_EVENT_SEQUENCE | The position in the stream of events is none. | Send the last id that was received, or none.
DW_EVENT_TYPE | The type of an event is not PLUGIN.THING.PAST_PARTICIPLE. | Correct it, with the plugin's own id first.
DW_EXTENSION_DUPLICATE | Two plugins contribute under the same key. | Disable one of them or change the key.
DW_HOOK_BEFORE_UNKNOWN | A tap wants to come before a plugin that nobody knows. | Correct the id.
DW_HOOK_DUPLICATE | Two plugins declare the same hook. | Name it with the prefix of its plugin.
DW_HOOK_MISMATCH | A hook is taken for one of another kind. | Import its ref from its contract, in a version that fits.
DW_HOOK_NOT_OWNER | A plugin calls a hook that it does not own. | Only the owner calls a hook.
DW_HOOK_ORDER_CONTRADICTION | The order that taps ask for cannot be had. | Leave out one "before", or correct a stage.
DW_HOOK_TAP_ASYNC | An asynchronous tap hangs on a synchronous hook. | Make it an ordinary function.
DW_HOOK_TAP_FAILED | A plugin failed in a hook. | Mend the plugin that is named, or disable it.
DW_HOOK_TAP_TIMEOUT | A tap did not answer in time. | Mend the plugin that is named, or disable it.
DW_HTTP_ADDRESS_IN_USE | The port is taken. | Choose another with --port, or end what listens there.
DW_HTTP_BODY_INCOMPLETE | The request ended before its body did. | Send it again.
DW_HTTP_BODY_INVALID | The body is not what its media type says. | Send well-formed JSON.
DW_HTTP_BODY_NOT_KEPT | There is no room for a file that was sent. | Make room in the data folder and send it again.
DW_HTTP_BODY_TIMEOUT | The body took too long. | Send it faster, or in parts.
DW_HTTP_BODY_TOO_LARGE | The body is larger than this route takes. | Send less at once.
DW_HTTP_CSRF_REFUSED | A write with a cookie lacks its token. | Send X-CSRF-Token as the session gave it.
DW_HTTP_CURSOR_INVALID | The cursor was not made by this list. | Begin again without a cursor.
DW_HTTP_IDEMPOTENCY_KEY_INVALID | The Idempotency-Key is not usable. | Send a unique text of moderate length.
DW_HTTP_IDEMPOTENCY_MISMATCH | The Idempotency-Key was used for another request. | Use a new key for a new request.
DW_HTTP_IDEMPOTENCY_RUNNING | The first request with this key is still running. | Wait for its answer, then repeat.
DW_HTTP_INPUT_INVALID | The input does not fit the route's schema. | Correct what errors[] names.
DW_HTTP_LISTEN_FAILED | The server cannot listen. | Check host, port and rights.
DW_HTTP_MEDIA_TYPE | The media type is not accepted. | Send application/json.
DW_HTTP_METHOD_NOT_ALLOWED | The address does not take this method. | Use one that Allow names.
DW_HTTP_NOT_FOUND | There is nothing at this address, or nothing to be seen. | /docs lists what there is.
DW_HTTP_NOT_YET | What answers at this address is still starting. | Try again in a moment; the list of plugins says what is missing.
DW_HTTP_ORIGIN_REFUSED | The request comes from a foreign page. | Set server.publicUrl to the platform's address.
DW_HTTP_OVERLOADED | Too many requests are running. | Try again as Retry-After says.
DW_HTTP_PATH_INVALID | The path cannot be decoded. | Correct its percent-encoding.
DW_HTTP_PRECONDITION_FAILED | Somebody changed it in the meantime. | Read it again, then write with the new ETag.
DW_HTTP_RATE_LIMITED | One caller sends too many requests to one address. | Wait as long as Retry-After says.
DW_HTTP_RESOURCE_TAKEN | Two plugins claim the same resource. | Enable one of them, or rename one.
DW_HTTP_ROUTE_DUPLICATE | A route is mounted twice. | Mount it once.
DW_HTTP_ROUTE_INVALID | A route is not declared as it must be. | Name method, path, and a permission or "public".
DW_HTTP_SCHEMA_INVALID | A route has an unusable schema. | Correct the JSON Schema of the route that is named.
DW_HTTP_STREAM_LIMIT | Too many event streams are open. | Close some.
DW_HTTP_TIMEOUT | The request took too long. | Try again, or ask for less at once.
DW_HTTP_UNAUTHENTICATED | The request carries no valid proof of who sends it. | Sign in.
DW_INTERNAL | Something failed that nobody foresaw. | Look in the log for the request id.
DW_ISOLATION_ARGUMENT | An isolated plugin passes to a service what its contract does not say. | Pass what the types of the SDK say.
DW_ISOLATION_BUSY | An isolated plugin has more to do than it can take. | Try again in a moment.
DW_ISOLATION_DESCRIPTION | An isolated plugin does not say properly what it needs and offers. | Correct the ids in its definition.
DW_ISOLATION_ENVIRONMENT | An isolated plugin was to get a variable that programs or the platform obey. | Hand it over as a setting.
DW_ISOLATION_ERROR | An isolated plugin failed with an error that only the platform gives. | Give it a code of its own in the plugin.
DW_ISOLATION_FOLDER | A folder of an isolated plugin cannot be shown to it. | Check that it is there, and that data and package lie apart.
DW_ISOLATION_GONE | The process of an isolated plugin has ended. | Try again in a moment; its log says why.
DW_ISOLATION_HANDLE | Something was called that was never handed over, or has been released. | Call only what was given, and while it is.
DW_ISOLATION_IN_PROCESS | A plugin that runs in process was to be started as a process. | Choose child or confined for it.
DW_ISOLATION_REFUSED | An isolated plugin asked for something that it is not given. | Declare it in the manifest, or do without.
DW_ISOLATION_SCHEMA | A schema of an isolated plugin could keep the platform busy. | Mend the place that is named, or check in the plugin.
DW_ISOLATION_SCHEMA_STEPS | What was sent is too much to be checked against a plugin’s schema. | Send less at once.
DW_ISOLATION_SCOPE | An isolated plugin acts in a scope that it was not given. | Pass on the scope of the request, job or event.
DW_ISOLATION_SCOPE_OVER | An isolated plugin acts in a scope of a call that has ended. | Await what is done in it, or act as the plugin itself.
DW_ISOLATION_SOCKET | A connection of an isolated plugin was used otherwise than a socket. | Use what egress.connect answers as any socket.
DW_ISOLATION_STORAGE | An isolated plugin keeps data and its manifest does not say so. | Name the database under needs in the manifest.
DW_ISOLATION_SYNCHRONOUS | Something must answer at once, and an isolated plugin cannot. | Use what is asynchronous, or accept the plugin in process.
DW_ISOLATION_TIMEOUT | An isolated plugin did not answer in time. | Try again; if it stays so, mend or disable the plugin.
DW_ISOLATION_TOO_LARGE | A message to or from an isolated plugin is too large. | Pass less at once, as a stream of batches.
DW_ISOLATION_TRANSACTION | An isolated plugin was given a transaction of somebody else's. | Begin one with storage.transaction.
DW_ISOLATION_UNAVAILABLE | The host does not allow the isolation that a plugin is to have. | Mend what is named, or accept a weaker level.
DW_ISOLATION_UNDECLARED | An isolated plugin takes what its manifest does not say. | Add the line that is named to needs in the manifest.
DW_ISOLATION_VALUE | A value cannot pass between an isolated plugin and the platform. | Pass plain data, functions, iterables, signals or scopes.
DW_ISOLATION_WEAKER | A plugin is configured for a weaker isolation than it is due. | Write accepted: true beside the level, if that is meant.
DW_JOB_CANCELLED | The job was cancelled. | Replay it if it should run after all.
DW_JOB_CURSOR | The cursor was not made by this list of jobs. | Begin again without a cursor.
DW_JOB_DEFINITION | The definition of a job is not valid. | Correct what is named.
DW_JOB_DUPLICATE | A job has two handlers. | Register it once.
DW_JOB_HANDLER_FAILED | The handler of a job failed. | Look in the log for the job's id.
DW_JOB_LEASE_LOST | Another claim has taken over the job. | Nothing: the other one completes it.
DW_JOB_NOT_FOUND | There is no such job. | Check the id.
DW_JOB_PAYLOAD | The payload does not fit the job's schema. | Correct it; payloads carry ids.
DW_JOB_RESULT | The result of a job is not JSON. | Return plain values only.
DW_JOB_SCHEDULE | A schedule is not valid. | Correct the cron expression or the time zone.
DW_JOB_STATE | The job is not in a state for this. | Look at its state.
DW_JOB_TIMEOUT | An attempt ran longer than it may. | Raise timeoutMs, or do less in one job.
DW_JOB_TRANSPORT | Workers cannot be woken. | Check that Redis or PostgreSQL can be reached.
DW_JOB_UNRETRYABLE | The job failed in a way that no retry mends. | Look at the cause, then replay it.
DW_JOB_WORKER_LOST | The worker vanished while it ran the job. | Nothing: it is tried again.
DW_JOB_WORKER_STOPPING | The worker was shut down while it ran the job. | Nothing: it is tried again.
DW_KERNEL_SAFE_MODE | This is not done in safe mode. | Start without --safe-mode.
DW_KERNEL_STARTED | A kernel starts once. | Make a new one.
DW_METRIC_DUPLICATE | Two owners register the same metric. | Choose another name.
DW_METRIC_INVALID | A metric is not declared as it must be. | Correct its name, labels or buckets.
DW_PACKAGES_BUNDLE | A bundle cannot be made or used with this configuration. | Name its registry with address and root, and make a bundle of each registry.
DW_PACKAGES_BUSY | Another change of plugins is being applied. | Wait until it has ended, then look at a new plan.
DW_PACKAGES_CHANGED | Plugins were changed since the plan was made. | Look at a new plan.
DW_PACKAGES_CHANGE_CLOSED | The change of plugins was applied or has failed already. | Propose it anew.
DW_PACKAGES_CHANGE_UNKNOWN | There is no such change of plugins. | List the changes.
DW_PACKAGES_CONFIGURED | The plugin comes with the configuration, which wins over what is installed. | Take its package out of the platform's own node_modules first.
DW_PACKAGES_CONFLICT | Two plugins would claim the same id, element, route or page. | Remove one of them, or install another.
DW_PACKAGES_DAMAGED | The files of an installed plugin are not what was installed. | They are put right from the database; else install it anew.
DW_PACKAGES_DISK_FULL | There is no room for a package. | Make room and try again; nothing of it was kept.
DW_PACKAGES_DOWNGRADE | A plugin would go back to an older version. | Say that this is meant, or go back to a former state.
DW_PACKAGES_FILE | A file of the command line cannot be read. | Check the path.
DW_PACKAGES_INHERITS | A plugin would find data, settings or secrets that another has left under its id. | Install the other one again and remove it with its data, or install a plugin of another id.
DW_PACKAGES_ISOLATION | The host does not allow the isolation that a plugin needs. | Mend what is named, or accept a lower level in the configuration.
DW_PACKAGES_LOCK_INVALID | The copy of the lock of plugins cannot be read. | Delete the file: the next start writes it anew from the database.
DW_PACKAGES_LOCK_OLDER | An older state of the installed plugins counts in the database than has run here. | After a restored backup look at what is installed with "datawave plugin confirm-lock"; else find out who can write the database.
DW_PACKAGES_LOCK_UNKNOWN | There is no such state of the installed plugins. | See their history.
DW_PACKAGES_LOCK_UNPROVEN | The lock of plugins was not sealed by this platform, or was changed. | Put the master key back, or look at what is installed with "datawave plugin confirm-lock" and seal it anew.
DW_PACKAGES_MIGRATED | A plugin cannot go back, because its schema has moved on. | Install a newer version, or remove it with its data, or restore a backup.
DW_PACKAGES_MISSING | A package is neither in the data folder nor in the database. | Install the plugin anew, or remove it.
DW_PACKAGES_NEEDED | Other plugins need the one that is to be removed. | Remove these as well, or keep it.
DW_PACKAGES_NOTHING | There is nothing to change. | What was asked for is there already.
DW_PACKAGES_NOT_INSTALLED | The plugin was not installed on the platform. | What the configuration brings is changed there.
DW_PACKAGES_NO_VERSION | No versions of the plugins fit together. | Ask for another version, or update what stands in the way.
DW_PACKAGES_PINNED | The scope of the package is pinned to another registry. | Leave out the registry, or change the configuration.
DW_PACKAGES_PROVENANCE | It is not proven from what a package was built, or it is another than planned. | Ask its publisher for a version that was published with provenance.
DW_PACKAGES_RANGE_INVALID | What was given is neither a range of versions nor a tag. | Write a version such as 1.2.3, or a range such as ^1.2.
DW_PACKAGES_REGISTRY_CHANGED | A plugin would come from another registry than before. | Name the registry if that is meant.
DW_PACKAGES_REGISTRY_DENIED | A registry does not let the platform in. | Store a token that it knows, and name it in the configuration.
DW_PACKAGES_REGISTRY_FAILED | A registry cannot be used. | Try again later, or ask whoever runs it.
DW_PACKAGES_REGISTRY_LIES | What a registry says does not hold together. | Ask whoever runs the registry; nothing was installed.
DW_PACKAGES_REGISTRY_UNKNOWN | There is no such registry in the configuration. | Name it under "registries", or install from a file.
DW_PACKAGES_REVOKED | The registry has revoked this version. | Take another version; one that is installed is updated or removed.
DW_PACKAGES_ROOT_MISSING | The root of trust of a registry cannot be read. | Get the file from whoever runs the registry.
DW_PACKAGES_SCOPE_AMBIGUOUS | A scope is pinned to two registries. | Take it out of one of them.
DW_PACKAGES_SDK_MISSING | The SDK is not installed beside the platform. | Install the platform anew.
DW_PACKAGES_SETTINGS | A plugin would not come up with the settings that are there for it. | Give them with the installation, or in the configuration.
DW_PACKAGES_TAMPERED | What arrived is not what was announced. | Try again over another network; nothing was installed.
DW_PACKAGES_TOO_LARGE | A package is larger than is accepted. | Set packages.maxBytes if it is meant to be that large.
DW_PACKAGES_TRIAL | A plugin could not be loaded on trial. | Take another version, or tell its publisher; nothing was changed.
DW_PACKAGES_TRUSTED_ROOT | The trusted root of sigstore cannot be read. | Name the file trusted_root.json of the sigstore that signs.
DW_PACKAGES_UNCONFIRMED | Nobody could be asked whether the plan is to be applied. | Look at the plan, and repeat with --yes.
DW_PACKAGES_UNFIT | A package cannot be installed. | Take another version, or tell its publisher.
DW_PACKAGES_UNHEALTHY | The platform or a plugin failed after a change, and the former plugins came back. | Look at the reason, and take another version.
DW_PACKAGES_UNKNOWN | No registry knows the package. | Check the spelling, or search for it.
DW_PACKAGES_UNSIGNED | A registry with a root of trust has not signed the package. | Ask whoever runs the registry.
DW_PACKAGE_ATTESTATION | A file that is to say where a package was built is none, or says nothing of it. | Name a bundle of sigstore, or what a registry answers.
DW_PACKAGE_DAMAGED | The archive of a package cannot be read. | Get the file again from its publisher.
DW_PACKAGE_DEPENDENCIES | A package needs others that no platform has. | Bundle them with "datawave plugin pack".
DW_PACKAGE_DUPLICATE | A package has a file twice, or two that are one to some file systems. | Its author must rename one of them.
DW_PACKAGE_ENTRY | The archive of a package has something else in it than plain files. | Pack it anew with "datawave plugin pack".
DW_PACKAGE_FILE_ADDED | A package has a file that was not there when it was packed. | Get it again from its publisher.
DW_PACKAGE_FILE_CHANGED | A file of a package is not the one that was packed. | Get it again from its publisher.
DW_PACKAGE_FILE_LIST | The list of a package's files cannot be read. | Pack it anew with "datawave plugin pack".
DW_PACKAGE_FILE_MISSING | A file of a package is gone since it was packed. | Get it again from its publisher.
DW_PACKAGE_INCOMPLETE | A package lacks a file that it names. | Its author must mend it and pack it anew.
DW_PACKAGE_KEY_EXISTS | There is a key of this name already. | Choose another name.
DW_PACKAGE_KEY_EXPOSED | Others can read a private key. | Take their rights away, or make a new key.
DW_PACKAGE_KEY_INVALID | A key cannot sign or verify packages. | Make one with "datawave plugin key create NAME".
DW_PACKAGE_KEY_MISSING | There is no such key. | Make one with "datawave plugin key create NAME".
DW_PACKAGE_KEY_NAME | A key cannot have this name. | Choose one of letters, digits, points, hyphens and underscores.
DW_PACKAGE_KEY_PASSPHRASE | The passphrase does not open the key. | Try again.
DW_PACKAGE_MANIFEST | The package.json of a package is not that of a plugin. | Its author must correct the places that are named.
DW_PACKAGE_NATIVE | A package has a native program or library in it. | Use a library in JavaScript or WebAssembly.
DW_PACKAGE_NOT_GZIP | The file is no npm tarball. | Name the .tgz file of a package.
DW_PACKAGE_PATH | A path in a package leads elsewhere or cannot be written everywhere. | Its author must rename the file.
DW_PACKAGE_RENAMED | A package is not the one that was asked for. | Get it again from its publisher.
DW_PACKAGE_SCRIPTS | A package wants to run something while it is installed. | Its author must remove the scripts.
DW_PACKAGE_SIGNATURES_FEW | Fewer keys signed than must. | Have the others sign it, too.
DW_PACKAGE_SIGNATURE_FORM | The signatures of a package are not written as they must be. | Sign it anew with "datawave plugin sign".
DW_PACKAGE_SIGNATURE_INVALID | A signature does not hold. | Do not use the file; get it again from its publisher.
DW_PACKAGE_SIGNATURE_OTHER | The signatures of a package are over something else. | Get it again from its publisher.
DW_PACKAGE_SIGNER_UNKNOWN | None of the known keys signed it. | Ask the publisher for the public key and name it.
DW_PACKAGE_TOO_LARGE | A package exceeds a limit. | Its author must leave something out.
DW_PACKAGE_TRAILING | Something follows the end of a package's archive. | Get the file again from its publisher.
DW_PACKAGE_TRUNCATED | A package ends in the middle. | Get the file again.
DW_PACKAGE_UNLISTED | A package has no list of its files. | Pack it with "datawave plugin pack".
DW_PACKAGE_UNREADABLE | The file of a package cannot be read. | Name the .tgz file of a package.
DW_PACKAGE_UNSIGNED | Nobody signed a package. | Ask its publisher to sign it.
DW_PLUGIN_BLOCKED | A plugin waits for others. | Mend or enable those that are named.
DW_PLUGIN_CONFIG_INVALID | The settings of a plugin are not valid. | Correct the places that are named.
DW_PLUGIN_CONFIG_SCHEMA_INVALID | The settings schema of a plugin is unusable. | Its author must mend the schema.
DW_PLUGIN_CRITICAL | A critical plugin does not run, so the boot was aborted. | Mend what is named, or look at it with --safe-mode.
DW_PLUGIN_CYCLE | Plugins need each other in a circle. | Remove one "requires" or "optional" of the circle.
DW_PLUGIN_DEV_FOLDER | The folder holds no plugin that can be run. | Name the folder of a plugin, and correct its manifest.
DW_PLUGIN_DISABLED | The plugin is disabled. | Enable it.
DW_PLUGIN_DUPLICATE_ID | Two packages have the same plugin id. | Remove one from the configuration.
DW_PLUGIN_EXPORT_INVALID | The module of a plugin is not one. | export default definePlugin()({ ... })
DW_PLUGIN_FAILED | The code of a plugin failed. | Look at the cause in the log, mend the plugin or disable it.
DW_PLUGIN_KEPT | A plugin is not disabled because a critical one would stop with it. | Take "critical: true" out of the configuration, and restart.
DW_PLUGIN_LOCALE_INVALID | A file of texts in another language cannot be read. | Correct it; the plugin is shown in English until then.
DW_PLUGIN_MANIFEST_INVALID | The manifest of a plugin is not valid. | Correct the key "datawave" of its package.json.
DW_PLUGIN_MANIFEST_MISSING | The package is no plugin. | Take one that is, or remove it from the configuration.
DW_PLUGIN_MISSING_DEPENDENCY | A required plugin is not configured. | Add it to the configuration.
DW_PLUGIN_NOT_INSTALLED | A configured plugin is not installed. | Install it, or correct its name.
DW_PLUGIN_NOT_STARTED | The plugin could not be enabled. | Mend what is named and try again.
DW_PLUGIN_OVERRIDES_INVALID | The file plugins.local.yaml cannot be used. | Correct or delete it.
DW_PLUGIN_PACK_BUILD | A plugin cannot be built. | Mend what is named.
DW_PLUGIN_PACK_CONFORMANCE | A plugin does not pass its conformance kit. | Mend what is named.
DW_PLUGIN_PACK_DYNAMIC | A plugin loads modules that cannot be bundled. | Import them by their names.
DW_PLUGIN_PACK_FOLDER | There is no plugin in the folder. | Name the folder of a plugin.
DW_PLUGIN_PACK_INCOMPLETE | A plugin lacks what every package must have. | Add what is named.
DW_PLUGIN_PACK_LICENCE | What is bundled may not be passed on. | Take another library.
DW_PLUGIN_PACK_MANIFEST | The package.json of a plugin cannot be packed. | Correct the places that are named.
DW_PLUGIN_PACK_NATIVE | A plugin needs native code. | Take a library in JavaScript or WebAssembly.
DW_PLUGIN_PACK_NEEDS | A plugin takes more than its manifest says. | Name it under "needs".
DW_PLUGIN_PACK_OUTSIDE | A plugin takes files from outside its folder. | Move them into the plugin.
DW_PLUGIN_PACK_SCRIPTS | A plugin, or what it bundles, runs something at installation. | Do without; nothing runs where a plugin is installed.
DW_PLUGIN_PACK_SECRETS | A secret would be packed. | Take it out of the plugin and out of force.
DW_PLUGIN_PACK_TOOL | What plugins are built with is not installed. | Run npm install --save-dev vite@8.
DW_PLUGIN_PUBLISH_FAILED | The npm client did not publish a package. | Read what it says; sign in with "npm login" where it asks for that.
DW_PLUGIN_PUBLISH_NPM | The npm client cannot be started. | Install npm.
DW_PLUGIN_RESOURCE_TAKEN | Two plugins claim the same path below /api/v1. | Disable one, or rename one.
DW_PLUGIN_SDK_INCOMPATIBLE | The plugin is made for another version of the SDK. | Install a version that fits.
DW_PLUGIN_SECRETS_NEEDED | Other settings of a plugin decide where its secrets are sent. | Give the secrets that are named again.
DW_PLUGIN_SETTINGS_CHANGED | Somebody else has changed the settings of the plugin. | Read them again and apply your change to them.
DW_PLUGIN_SETTINGS_INVALID | The settings that were sent for a plugin are not valid. | Correct the places that are named.
DW_PLUGIN_SETTINGS_REFUSED | The plugin did not start with the settings that were sent. | Correct what is named; the former settings are back.
DW_PLUGIN_SETTINGS_UNCONDITIONAL | Settings were sent without the version that they were made of. | Send the ETag of what was read as If-Match.
DW_PLUGIN_STOPPED | A plugin acts after its own end. | Its author must heed the context's signal.
DW_PLUGIN_TEST_BROKEN | The tests of a plugin could not be run. | Mend what the error names.
DW_PLUGIN_TEST_FOLDER | The folder holds no plugin to test. | Name the folder of a plugin.
DW_PLUGIN_TEST_MOCHA | The package mocha is not installed beside the plugin. | Run npm install.
DW_PLUGIN_TEST_NONE | The plugin has no tests. | Write one that calls a conformance kit.
DW_PLUGIN_TIMEOUT | A plugin took longer than its budget. | Mend it, or raise boot.pluginBudgetMs.
DW_PLUGIN_TOPIC_TAKEN | Two plugins claim the same topic of live updates. | Disable one, or rename one.
DW_PLUGIN_TRANSITION_INVALID | The kernel moved a plugin in a way that must not be. | Report it with the log.
DW_PLUGIN_UNDECLARED_DEPENDENCY | A plugin uses services that its manifest does not name. | Name their plugins under "requires" or "optional".
DW_PLUGIN_UNKNOWN | There is no such plugin. | "datawave plugin list" shows them.
DW_PLUGIN_UNKNOWN_OWNER | A hook or extension point belongs to nobody. | Correct its id, or configure its plugin.
DW_PLUGIN_VERSION_MISMATCH | Two plugins do not fit each other. | Install versions that do.
DW_SECRET_INVALID | The name or value of a secret is not usable. | Correct it.
DW_SECRET_MISSING | The vault has no such secret. | Store it under the name that is named.
DW_SERVICE_DUPLICATE | Two plugins provide the same service. | Disable one of them.
DW_SERVICE_MISSING | Nobody provides the service. | Enable its plugin, or list it under "deps".
DW_SERVICE_NOT_PROVIDED | A plugin did not return a service that it promises. | Return an object for every key of "provides".
DW_SERVICE_REVOKED | A service is used after its provider has stopped. | Enable the provider; read services from the context each time.
DW_SOURCE_ASSET_MISSING | The asset is no longer in the source. | Discover the source again.
DW_SOURCE_AUTHENTICATION | The source refuses user name or password. | Correct the credentials.
DW_SOURCE_CHANGED | The source changed while it was read. | Scan it again.
DW_SOURCE_CONFIG | The connection of a source is not described rightly. | Correct what is named.
DW_SOURCE_DRIVER | The driver for the source is missing or failed. | Install it, or report the failure.
DW_SOURCE_NOT_FOUND | The source is not there. | Check path, host or database.
DW_SOURCE_PERMISSION | The account may not read this. | Grant it the right to read.
DW_SOURCE_QUERY | The source could not answer a query. | Look at its message.
DW_SOURCE_TIMEOUT | The source did not answer in time. | Try again, or raise the time limit.
DW_SOURCE_TLS | No encrypted connection could be made. | Check certificate and TLS mode.
DW_SOURCE_UNREACHABLE | The source cannot be reached. | Check that it runs and that the network lets it through.
DW_STEP_INPUT | A step of a workflow cannot take its input. | Correct the step in the workflow.
DW_STEP_OUTPUT | A step answered what its schema does not allow. | Correct the plugin that brings the step.
DW_STORAGE_ABORTED | The work was aborted, and its transaction rolled back. | Try again.
DW_STORAGE_ANSWER_TOO_LARGE | A statement of an isolated plugin answered more than it may. | Read less at once: with a limit, page by page, or as a stream.
DW_STORAGE_BUSY | No connection to the database came free in time. | Try again; raise storage.poolSize if it happens often.
DW_STORAGE_CLOSED | The database is closed. | The platform is stopping, or no plugin keeps data.
DW_STORAGE_CONFLICT | Two transactions wanted the same. | Try again.
DW_STORAGE_CONSTRAINT | The database refuses a value. | Correct the value that is named.
DW_STORAGE_DATABASE_MISSING | The database does not exist. | Create it, or correct the URL.
DW_STORAGE_DATA_DIRECTORY | The data folder cannot be used. | Check that it exists and may be written.
DW_STORAGE_DENIED | The database's role may not do this. | Grant what is named.
DW_STORAGE_DUPLICATE | There is one already. | Change the key, or edit the one there is.
DW_STORAGE_EMBEDDED_LOCKED | Another process is starting the embedded database. | Wait, then try again.
DW_STORAGE_EMBEDDED_MISSING | There are no database binaries for this platform. | Set DATABASE_URL.
DW_STORAGE_EMBEDDED_ROOT | The embedded database cannot run as root here. | Start as another user, or set DATABASE_URL.
DW_STORAGE_EMBEDDED_SOCKET | The embedded database has no place for its socket. | Set TMPDIR to a folder with a short path.
DW_STORAGE_EMBEDDED_START | The embedded database does not start. | Look at its log, which is named.
DW_STORAGE_EMBEDDED_STOP | The embedded database does not stop. | End the process that is named.
DW_STORAGE_EMBEDDED_VERSION | The data was made by another version of the database. | Use the release that made it, or restore a backup.
DW_STORAGE_ENTITIES | The entities of a plugin do not fit. | Correct what is named; prefix entity names with the plugin's id.
DW_STORAGE_ISOLATED_LOGIN | The database does not let in the role of an isolated plugin. | Let roles that begin with dw_ log in with a password, and give storage.url one.
DW_STORAGE_ISOLATED_ROLE | The role of its own that an isolated plugin keeps data with cannot be made, or has too many rights. | Let the platform's database user make roles, or accept the plugin in process.
DW_STORAGE_ISOLATED_SCHEMA | Migrations of an isolated plugin make what runs by itself or reaches beyond its tables. | Keep tables, indexes, views, types and sequences alone.
DW_STORAGE_LOGIN | The database refuses the login. | Check user, password and pg_hba.conf.
DW_STORAGE_MIGRATION_CHANGED | A migration was changed after it had been applied. | Restore it, and add a new one.
DW_STORAGE_MIGRATION_DUPLICATE | Two migrations of a plugin have one name. | Rename the newer.
DW_STORAGE_MIGRATION_FAILED | A migration failed and was rolled back. | Correct the statement that is named.
DW_STORAGE_MIGRATION_UNKNOWN | The database is newer than the code. | Run the release that made it.
DW_STORAGE_NO_ENTITIES | A plugin without entities asks for a unit of work. | Declare entities, or use query.
DW_STORAGE_NO_TRANSACTION | This is no open transaction. | Work inside storage.transaction.
DW_STORAGE_PASSWORD | The database wants a password. | Put it into the URL.
DW_STORAGE_REFERENCE | A row is still referred to, or refers to nothing. | Remove or create the other one first.
DW_STORAGE_ROLE | The database's roles are not as they must be. | Grant what is named, or set storage.migrationUrl.
DW_STORAGE_ROW_SECURITY | A table with workspaces lacks row security. | Use workspaceTable in the migration.
DW_STORAGE_STATEMENT | A statement is wrong. | Correct it.
DW_STORAGE_STATEMENT_REFUSED | A plugin may not send this statement. | Leave sessions, roles and transactions to the kernel.
DW_STORAGE_TLS | No encrypted connection to the database could be made. | Check sslmode and the certificate.
DW_STORAGE_TRANSACTION_ENDED | The transaction has ended. | Do not keep it longer than its function.
DW_STORAGE_TRANSACTION_FAILED | An earlier statement of the transaction failed. | Let the error pass, so that it is rolled back.
DW_STORAGE_UNAVAILABLE | The database cannot be reached. | Check that it runs, and the URL.
DW_STORAGE_URL | The URL of the database is none. | Write postgres://USER@HOST/DATABASE.
DW_STORAGE_VERSION | The database is too old. | Use PostgreSQL 15 or newer.
DW_STORAGE_WORKSPACE | The workspace is none. | Pass on the scope that the caller was given.
DW_TEST_NO_HTTP | The test kernel does not listen. | createTestKernel({ http: 'always' })
DW_TEST_SETTINGS_INVALID | The settings of the test kernel are not valid. | Correct "settings".
DW_TRUST_BUNDLE | This is no bundle of plugins, or something of it is missing. | Make it anew where there is a network.
DW_TRUST_CLOCK | The clock of this machine stands before the making of what a registry signed. | Set the clock.
DW_TRUST_EXPIRED | What a registry signed has expired. | Check the clock, then refresh, or get a newer bundle.
DW_TRUST_LOCAL_STATE | The metadata of a registry that is kept here was damaged. | Find out who writes there, then remove the folder that is named.
DW_TRUST_MALFORMED | What a registry sent is no metadata. | Do not install from it; ask its operator.
DW_TRUST_MIXED | A registry shows files that do not belong together. | Do not install from it; fetch over another network.
DW_TRUST_NAME | This is no name and version that a registry can have. | Write NAME@VERSION as the registry lists them.
DW_TRUST_NOT_READY | Nothing was fetched from this registry yet. | Refresh while it can be reached, or take a bundle.
DW_TRUST_PROVENANCE | What a package says of where it was built does not hold. | Ask its publisher.
DW_TRUST_PUBLISHER | A package is not signed by its publisher. | Do not install it; ask its publisher by another way.
DW_TRUST_ROLLED_BACK | A registry shows an older state than was seen before. | Do not install from it; ask its operator.
DW_TRUST_SIGNATURE | A signature of a registry does not hold. | Do not install from it; fetch over another network.
DW_TRUST_TAMPERED | A file is not the one that the registry signed. | Do not install from it; fetch over another network.
DW_TRUST_TARGET | A tarball is not the one that the registry vouches for. | Do not install it; fetch over another network.
DW_TRUST_THRESHOLD | Too few of those who must sign have signed. | Do not install from this registry; ask its operator.
DW_TRUST_TOO_LARGE | A registry sends more than it may. | Fetch over another network; pin a newer root where that is named.
DW_TRUST_TOO_SLOW | A registry sends too slowly. | Fetch over another network.
DW_TRUST_UNKNOWN_KEY | A file of a registry is signed by somebody who may not sign it. | Do not install from it; fetch over another network.
DW_TRUST_UNREACHABLE | A file of a registry cannot be had. | Check the network and the address of the registry.
DW_UI_ERROR | The server answered with something unexpected. | Reload the page; look at the server's log.
DW_UI_HOLDER_UNKNOWN | A name in a form is nobody’s, or that of several. | Choose one from the list, or give the id.
DW_UI_LOCALE_UNKNOWN | The web shell has no texts in that language. | Take one that GET /api/v1/ui/messages lists, or enable the plugin that brings it.
DW_UI_OFFLINE | The server cannot be reached. | Check the network and that the platform runs.
DW_UI_PART | A part of the web shell could not be fetched. | Check the network and that the platform runs, then reload the page.
DW_UI_PASSKEY | The browser refuses to use a passkey. | Try again, or sign in another way.
DW_UI_PASSKEY_KNOWN | This device has a passkey for this account already. | Use that, or choose another device.
DW_URN_INVALID | The URN is none. | Write urn:dw:CONNECTOR:SOURCE:PATH.
DW_VAULT_KEY | The vault's key is missing or wrong. | Restore the key file that belongs to this database.
DW_VAULT_PROVIDER | The key service that secrets are stored with does not answer, or its plugin does not run. | Enable the plugin, and check the service.
DW_VAULT_TAMPERED | A stored secret was changed from outside. | Store it again, and find out who changed it.
`;

/** Codes that were given out once. They stay here, so that nobody uses one again. */
export const RETIRED: readonly string[] = [];

/** All codes, in the order of the alphabet. */
export function listErrorCodes(): readonly ErrorCode[] {
  return TABLE.trim()
    .split('\n')
    .map((line) => {
      const [code = '', title = '', mend = ''] = line.split(' | ');
      return { code, title, mend };
    });
}
