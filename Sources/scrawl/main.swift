import CGTK
import CommandLineSupport
import Glibc

// Pictures come and go in blocks of megabytes: kept apart from the heap they go back to the system when they are freed. Without a fixed
// threshold glibc raises it with each block that is freed, and the heap keeps them.
mallopt(M_MMAP_THRESHOLD, 1 << 20)
mallopt(M_ARENA_MAX, 2)
bridgeMainQueueToGLib()
setUpLocalization(folder: Folders.share + "/locale")
var parser = OptionParser(
    tool: "scrawl", parameters: "[FILE|LINK]",
    summary: localized("Reads handwritten digits: draw them, or open a picture of them, by its name or its link."))
let pictures = parser.remaining()
parser.run { options in MainActor.assumeIsolated { ApplicationController().run(opening: options[pictures]) } }
