import CGTK
import CCairo
import CPixbuf
import CGLib
let e: UnsafeMutablePointer<GError>? = nil
let s = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 10, 10)
let c: OpaquePointer? = cairo_create(s)
print(e as Any, g_get_monotonic_time(), c as Any)
