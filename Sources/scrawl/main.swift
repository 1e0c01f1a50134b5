import CommandLineSupport
import Glibc

bridgeMainQueueToGLib()
setUpLocalization(folder: Folders.share + "/locale")
if CommandLine.arguments.dropFirst().contains("--version") {
    print("scrawl \(programVersion)")
    exit(0)
}
exit(ApplicationController().run(CommandLine.arguments))
