/* A complete output plugin in C99: plain text, sections indented, tables with tabs.
 *
 *     cc -std=c99 -shared -fPIC -O2 -I crates/plugin/include plain.c -o liblantai_plain.so
 */
#include <stdlib.h>
#include "lantai_plugin.h"

typedef struct { const lantai_host *host; unsigned long docs; } inst_t;

static lantai_status create(const lantai_host *host, lantai_call *call, const lantai_create_info *ci, void **out) {
  inst_t *s = (inst_t *)calloc(1, sizeof *s);
  (void)call; (void)ci;
  if (!s) return LANTAI_E_GENERIC;
  s->host = host;
  *out = s;
  return LANTAI_OK;
}

static void destroy(void *p) { free(p); }

static lantai_status write_doc(void *p, lantai_call *call, const lantai_doc *d) {
  static const lantai_str NL = LANTAI_STR("\n"), TAB = LANTAI_STR("\t"), IND = LANTAI_STR("  ");
  inst_t *s = (inst_t *)p;
  const lantai_host *h = s->host;
  lantai_output_spec spec = { sizeof spec, LANTAI_OUT_PRIMARY, { NULL, 0 }, LANTAI_STR("text/plain; charset=utf-8") };
  lantai_output *o;
  lantai_status r = h->open_output(call, &spec, &o);
  if (r != LANTAI_OK) return r;
  for (uint32_t i = 0; i < lantai_count(d); i++) { /* preorder: a flat loop is a tree walk */
    const lantai_node *n = lantai_at(d, i);
    if ((i & 1023u) == 0 && h->cancelled(call)) return LANTAI_E_CANCELLED;
    if (n->kind == LANTAI_N_CELL) { /* the last cell of a row ends where the row ends */
      if ((r = lantai_puts(h, o, lantai_text(d, n)))) return r;
      if ((r = lantai_puts(h, o, lantai_at(d, n->parent)->end == n->end ? NL : TAB))) return r;
      continue;
    }
    if (n->kind == LANTAI_N_SPAN || n->text_len == 0) continue; /* a SPAN's parent has printed it; ASIDE has no text */
    if (n->kind == LANTAI_N_SECTION)
      for (int l = 1; l < n->level; l++) if ((r = lantai_puts(h, o, IND))) return r;
    if ((r = lantai_puts(h, o, lantai_text(d, n)))) return r;
    if ((r = lantai_puts(h, o, NL))) return r;
  }
  s->docs++;
  return h->close_output(o);
}

static const lantai_writer_ops OPS = { sizeof OPS, 0, create, destroy, NULL, NULL, write_doc };
static const lantai_str EXT[] = { LANTAI_STR("txt") };
static const lantai_plugin PLAIN = {
  sizeof PLAIN, LANTAI_KIND_WRITER, LANTAI_CAP_DETERMINISTIC, LANTAI_STR("plain"), LANTAI_STR("1.0.0"),
  LANTAI_STR("Plain text"), LANTAI_STR("Plain text, sections indented, tables with tabs."), LANTAI_STR("MIT"), { NULL, 0 },
  EXT, 1, NULL, 0, { NULL, 0 }, LANTAI_DOC_MAJOR, LANTAI_DOC_MINOR, 0, { &OPS }
};
static const lantai_plugin *const ALL[] = { &PLAIN };

/* The bad ones include this file and change one number each. */
#ifndef MAGIC
#  define MAGIC LANTAI_MODULE_MAGIC
#endif
#ifndef MAJOR
#  define MAJOR LANTAI_ABI_MAJOR
#endif
#ifndef MIN_HOST_MINOR
#  define MIN_HOST_MINOR 0
#endif

static const lantai_module MOD = {
  MAGIC, sizeof MOD, MAJOR, LANTAI_ABI_MINOR, MIN_HOST_MINOR, 0, LANTAI_MOD_UNWIND_SAFE,
  LANTAI_STR("plain"), LANTAI_STR("1.0.0"), LANTAI_STR("C"), 1, ALL, NULL, NULL
};

const lantai_module *lantai_module_v1(void) { return &MOD; }
