#pragma once
#include <gtk/gtk.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <libintl.h>
#include <locale.h>
#include <malloc.h>
