import CGTK
import CommandLineSupport
import Glibc

// Pictures come and go in blocks of megabytes: kept apart from the heap they go back to the system when they are freed. Without a fixed
// threshold glibc raises it with each block that is freed, and the heap keeps them.
mallopt(M_MMAP_THRESHOLD, 1 << 20)
mallopt(M_ARENA_MAX, 2)
bridgeMainQueueToGLib()
setUpLocalization(folder: Folders.share + "/locale")
if CommandLine.arguments.dropFirst().contains("--version") {
    print("scrawl \(programVersion)")
    exit(0)
}
exit(ApplicationController().run(CommandLine.arguments))
