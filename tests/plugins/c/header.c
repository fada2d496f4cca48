/* Test fixture: the header alone, with all its helpers, as strict C99 and C++11; sizes as the buffer's format has them. */
#include "lantai_plugin.h"

typedef char header_is_72[sizeof(lantai_doc_header) == 72 ? 1 : -1];
typedef char node_is_40[sizeof(lantai_node) == 40 ? 1 : -1];
typedef char attr_is_20[sizeof(lantai_attr) == 20 ? 1 : -1];
typedef char res_is_24[sizeof(lantai_res) == 24 ? 1 : -1];
#if UINTPTR_MAX == UINT64_MAX
typedef char doc_is_80[sizeof(lantai_doc) == 80 ? 1 : -1];
typedef char host_is_144[sizeof(lantai_host) == 144 ? 1 : -1];
typedef char plugin_is_176[sizeof(lantai_plugin) == 176 ? 1 : -1];
typedef char module_is_104[sizeof(lantai_module) == 104 ? 1 : -1];
#endif

#ifdef __cplusplus
extern "C"
#else
extern
#endif
uint32_t use(const lantai_host *h, lantai_output *o, const lantai_doc *d);
uint32_t use(const lantai_host *h, lantai_output *o, const lantai_doc *d) {
  const lantai_node *n = lantai_at(d, 0);
  lantai_puts(h, o, lantai_label(d, n));
  lantai_puts(h, o, lantai_body(d, n));
  return LANTAI_HAS(d, source) ? lantai_attr_at(d, n, 0)->val_len + lantai_count(d) : 0;
}
