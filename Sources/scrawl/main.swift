import CGTK

bridgeMainQueueToGLib()
setUpLocalization(folder: "/usr/share/locale")
