/* lantai_plugin.h - the Lantai (兰台) plugin ABI, major version 1.
 *
 * C99, no dependencies beyond <stddef.h>/<stdint.h>. Usable from C++.
 * A plugin is a shared library that exports ONE symbol:
 *
 *     const lantai_module *lantai_module_v1(void);
 *
 * RULES (normative)
 *  R1  Every struct whose first member is `struct_size` may grow at its END in a minor
 *      version. The side that FILLS a struct writes sizeof() as it knew it; the side that
 *      READS it must test LANTAI_HAS(ptr, member) before touching any member newer than 1.0.
 *      Arrays of growable structs are arrays of POINTERS (or carry an explicit stride).
 *      In every member added later, all-zero MUST mean "absent / default": old source rebuilt
 *      with a new header reports the new sizeof() with the new members zero-filled.
 *  R2  No memory changes owner. A pointer received in a call is borrowed until that call
 *      returns, and the receiver copies what it wants to keep. Neither side ever frees or
 *      reallocs what the other allocated. Descriptor memory (lantai_module and all it reaches)
 *      is static: valid until process exit.
 *  R3  Strings are (ptr,len) UTF-8 without NUL. {NULL,0} is the empty string. The host never
 *      hands out invalid UTF-8, and rejects it from a plugin (LANTAI_E_PROTOCOL).
 *      A NULL function pointer in lantai_host means "not offered here"; in an ops table it is legal
 *      only where the comment says so.
 *  R4  No unwinding (C++ exception, Rust panic, longjmp) crosses this boundary in either
 *      direction. The Rust SDK wraps every entry in catch_unwind; C++ authors use noexcept.
 *  R5  Threads: lantai_module_v1() and create() may be called from any thread. One INSTANCE
 *      is used by one thread at a time (it may migrate between calls: "Send, not Sync").
 *      Different instances run concurrently. The host makes one instance per worker thread
 *      unless LANTAI_CAP_SINGLE_INSTANCE is set. A plugin may start threads, but they must be
 *      joined before the call that started them returns, and must not use `call`.
 *  R6  A plugin never chooses a path, prints to stdout/stderr, calls exit(), changes signal
 *      handlers, the locale, the cwd, the umask or the environment. Bytes leave through
 *      open_output()/write(); the host stages, validates the relative name and renames
 *      atomically when (and only when) the call returns LANTAI_OK.
 *  R7  The library is never unloaded (the host keeps the handle; no dlclose). deinit() is
 *      best-effort and may never be called (crash, kill, isolation).
 *  R8  The same binary runs in-process or in a worker process (`--isolate`). Nothing here lets
 *      a plugin tell which, except the advisory LANTAI_RUN_ISOLATED flag.
 *  R9  Versions. Symbol name = major. A host of minor H loads a module when
 *      module->min_host_minor <= H. A module may be NEWER than the host provided it says
 *      min_host_minor <= H and checks LANTAI_HAS. Fields and enum values are never removed or
 *      renumbered inside a major. A reader of an unknown enum value degrades as documented.
 *  R10 All multi-byte integers in a document buffer are little-endian; ABI 1 supports
 *      little-endian targets only.
 *
 * WHAT A DOCUMENT LOOKS LIKE
 *  Attributes stand in ().  "*" = any number of times, "?" = at most once. Attributes of one key
 *  that repeat are a list, in order. `at` is the place in the source, for example "text:12-90",
 *  "html:/html/body/p[3]", "page:2@72.0,100.0,523.0,120.0", "part:word/document.xml#7", each
 *  with "+3-9" appended where it is a character range of that place; src_page and src_off
 *  repeat its page or byte offset where it has one.
 *
 *  DOC (schema, genre, origin.name, origin.format, origin.bytes INT, origin.blake3,
 *       origin.generator)       node 0; text = title (标题), may be empty. Its children, in order:
 *    META (issued, publisher...) for simple use: one attribute per named field (key = its name),
 *                               value as understood, STR or DATE, several with LANTAI_AF_LIST for a
 *                               list of words; then all other fields, LANTAI_AF_OTHER set, key = the
 *                               printed label. Nothing is lost in its children:
 *      FIELD* (name, label, stated, value*, at)  no text, ASIDE. name is empty for a field without a
 *                               name of its own; value carries LANTAI_AF_LIST for a list of words
 *                               (no value at all = the empty list).
 *    SALUTATION? (addressee*, at)   text = the line of addressees (主送机关) as printed; empty and
 *                               without `at` where addressees are known and no line is.
 *    SECTION (at)               the body, level 0, without text. Its children: blocks, then SECTIONs.
 *      PARA (at)                level = depth in a list of the source, 0 outside lists.
 *        SPAN* (kind = strong | link, href?)   a range of the paragraph's text.
 *      TABLE (caption?, at)
 *        ROW
 *          CELL (row_span?, col_span?, at)   in the row where it begins; spans INT, only when > 1;
 *                               LANTAI_NF_HEADER_CELL; line breaks inside are "\n"; links are SPAN.
 *      IMAGE (src, alt, at)     text = alt.
 *      SECTION* (number.style?, number.value?, role?, also*, at)   level = depth from 1; text = label +
 *                               heading, label_len = length of the label; no heading where the
 *                               number stands before plain text (then the text follows as PARA).
 *    TASK* (number, goal, leader*, unit*, progress, status, ref*, at)   任务; no text, ASIDE.
 *    INDICATOR* (name, stated, value?, upper?, unit, bound?, period, kind?, at)   指标; no text, ASIDE. value and upper are
 *                               exact decimals. A change of it: change.stated, change.direction, change.basis,
 *                               change.value, change.upper?, change.unit, change.bound?.
 *    MEMBER* (name, title, role, group, at)   people and organs of rosters (名单); no text, ASIDE.
 *    SIGNATURE? (organ*, date?, date.stated?, at)   text = the lines as printed (署名, 成文日期).
 *    NOTE*                      no text; wraps one PARA, TABLE or IMAGE (附注, 抄送, 印发). Those with the attribute place =
 *                               "closing" (结束语) and "attachment_list" (附件说明) come before SIGNATURE, as they are
 *                               printed.
 *    ATTACHMENT* (href, at)     text = the words of the link.
 *    PART* (genre)              text = its title; children as those of DOC, without REMARK.
 *    REMARK* (kind, rule?, ...) no text, ASIDE; what the program did, by kind:
 *                               decoded (charset, evidence, replaced INT);
 *                               corrected (rule, count INT, then triples edit.at, edit.before,
 *                               edit.after); omitted (rule, text, at); unclear and limited
 *                               (rule, about, at).
 *
 *  A writer that only wants the words loops over the nodes from first to last and prints each text,
 *  except of SPAN, whose text its parent has printed already. ASIDE nodes have no text.
 */
#ifndef LANTAI_PLUGIN_H
#define LANTAI_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LANTAI_ABI_MAJOR 1u
#define LANTAI_ABI_MINOR 0u
#define LANTAI_DOC_MAJOR 1u /* version of the document buffer format */
#define LANTAI_DOC_MINOR 0u
#define LANTAI_MODULE_MAGIC UINT64_C(0x003147554C50544C) /* bytes "LTPLUG1\0" in memory order */
#define LANTAI_DOC_MAGIC UINT32_C(0x3144544C)            /* bytes "LTD1" */
#define LANTAI_NIL UINT32_C(0xFFFFFFFF)                  /* "no node" / "no resource" */

#if defined(_WIN32) || defined(__CYGWIN__)
#  define LANTAI_EXPORT __declspec(dllexport)
#  define LANTAI_CALL __cdecl
#else
#  define LANTAI_EXPORT __attribute__((visibility("default")))
#  define LANTAI_CALL
#endif

/* True when *p (filled by the other side) is new enough to contain member m. */
#define LANTAI_HAS(p, m) ((p)->struct_size >= offsetof(LANTAI_TYPEOF_(p), m) + sizeof((p)->m))
#if defined(__cplusplus)
}
#  include <type_traits>
extern "C" {
#  define LANTAI_TYPEOF_(p) std::remove_const<std::remove_pointer<decltype(p)>::type>::type
#else
#  define LANTAI_TYPEOF_(p) __typeof__(*(p)) /* gcc, clang, C23, MSVC 17.9+ */
#endif

typedef struct lantai_str { const char *ptr; size_t len; } lantai_str;
#define LANTAI_STR(lit) { (lit), sizeof(lit) - 1 }

/* ------------------------------------------------------------------ status */
typedef int32_t lantai_status;
enum {
  LANTAI_OK = 0,
  LANTAI_SKIP = 1,           /* document not representable in this format; not an error */
  LANTAI_E_GENERIC = -1,     /* unknown negative values are treated as this */
  LANTAI_E_BAD_OPTIONS = -2, /* create(): options fail the plugin's own checks */
  LANTAI_E_BAD_INPUT = -3,   /* reader: damaged or unsupported input; the run goes on */
  LANTAI_E_UNSUPPORTED = -4,
  LANTAI_E_IO = -5,          /* returned by host callbacks; pass it through */
  LANTAI_E_LIMIT = -6,       /* a host limit (bytes out, outputs, nodes, depth) was hit */
  LANTAI_E_CANCELLED = -7,   /* return this soon after cancelled() became true */
  LANTAI_E_PANIC = -8,       /* SDK caught a panic: host destroys this instance and makes a new one */
  LANTAI_E_PROTOCOL = -9,    /* the other side broke this contract */
  LANTAI_E_FATAL = -10       /* plugin cannot go on in this run: host stops using the plugin */
};

typedef struct lantai_error {
  uint32_t struct_size;
  lantai_status code;
  lantai_str message;        /* one line, for people, any language */
  lantai_str detail;         /* optional: backtrace, JSON, multi-line */
  uint32_t node;         /* node index at fault, or LANTAI_NIL */
  uint32_t flags;        /* LANTAI_ERR_RETRY: the same call may succeed on a fresh instance */
} lantai_error;
#define LANTAI_ERR_RETRY 1u

/* ------------------------------------------------- document buffer ("LTD1")
 * ONE contiguous, relocatable, read-only byte range, 8-byte aligned: the same bytes are
 * passed in-process, over a pipe, in shared memory, into wasm memory or written to a file.
 * Every offset is from the start of the buffer. Tables carry a stride, so records can grow.
 * Nodes are in PREORDER: node 0 is the document; a node's subtree is [i, node[i].end).  */
typedef struct lantai_doc_header {
  uint32_t magic;        /* LANTAI_DOC_MAGIC */
  uint16_t major, minor; /* LANTAI_DOC_MAJOR/MINOR */
  uint32_t header_size;
  uint32_t flags;        /* LANTAI_DF_* */
  uint64_t total_size;
  uint32_t nodes_off, node_count, node_stride;
  uint32_t attrs_off, attr_count, attr_stride;
  uint32_t res_off, res_count, res_stride;
  uint32_t text_off, text_len; /* UTF-8 pool; node/attr strings point into it */
  uint32_t reserved;
} lantai_doc_header; /* 72 bytes in 1.0 */

typedef struct lantai_node {
  uint16_t kind;         /* LANTAI_N_*; unknown kind: use its text, then visit its children */
  uint8_t level;         /* section depth 1.., list depth, heading level; 0 = n/a */
  uint8_t flags;         /* LANTAI_NF_* */
  uint32_t parent;       /* LANTAI_NIL for node 0 */
  uint32_t end;          /* one past the last node of the subtree (preorder) */
  uint32_t text_off, text_len;   /* plain text of this node ALWAYS usable on its own */
  uint32_t label_len;    /* the first label_len bytes of text are the numbering: "一、" "(一)" "1." */
  uint32_t attr_first, attr_count;
  uint32_t src_page;     /* 1-based page of a PDF/OFD, 0 unknown */
  uint32_t src_off;      /* byte offset in the decoded source text, LANTAI_NIL unknown */
} lantai_node; /* 40 bytes in 1.0 */

typedef struct lantai_attr {
  uint32_t key_off, key_len;
  uint32_t val_off, val_len;
  uint16_t type;         /* LANTAI_A_*: how to read the string value; unknown: as a string */
  uint16_t flags;        /* LANTAI_AF_* */
} lantai_attr; /* 20 bytes in 1.0 */

typedef struct lantai_res {  /* binary resource, fetched with host->resource() */
  uint32_t name_off, name_len, type_off, type_len; /* strings in the pool */
  uint64_t size;
} lantai_res; /* 24 bytes in 1.0 */

enum { /* lantai_node.kind */
  LANTAI_N_DOC = 0, LANTAI_N_META = 1 /* attrs: 索引号, 文号, 发布机构, ... */, LANTAI_N_SECTION = 2, LANTAI_N_PARA = 3,
  LANTAI_N_LIST = 4, LANTAI_N_ITEM = 5, LANTAI_N_TABLE = 6, LANTAI_N_ROW = 7, LANTAI_N_CELL = 8, LANTAI_N_IMAGE = 9,
  LANTAI_N_ATTACHMENT = 10, LANTAI_N_SALUTATION = 11, LANTAI_N_SIGNATURE = 12, LANTAI_N_DATE = 13, LANTAI_N_NOTE = 14,
  LANTAI_N_SPAN = 15 /* child of a text node; its text is a sub-range of the parent's */,
  LANTAI_N_PART = 16 /* one document inside another: of a gazette issue, an enclosed plan, an annex (附件) */,
  LANTAI_N_FIELD = 17 /* child of META: one field of the metadata, whole */,
  LANTAI_N_TASK = 18 /* a task (任务) that a row or item states; its words stand in the body too */,
  LANTAI_N_REMARK = 19 /* what the program did to the text, and what it did not dare */,
  LANTAI_N_INDICATOR = 20 /* a figure in its context (指标); its words stand in the body too */,
  LANTAI_N_MEMBER = 21 /* a person or organ that a roster names (名单); its words stand in the body too */,
  LANTAI_N_EXT = 0x8000 /* 0x8000.. plugin-defined; attr "kind" names it */
};
enum { LANTAI_NF_HEADER_CELL = 1, LANTAI_NF_REPAIRED = 2 /* encoding was repaired */, LANTAI_NF_UNSURE = 4,
  LANTAI_NF_ASIDE = 8 /* data beside the running text, never with a text of its own; a writer that does not
                         know the kind skips the node and its subtree */ };
enum { /* lantai_doc_header.flags */
  LANTAI_DF_INCOMPLETE = 1 /* whoever built the buffer hit a limit: not to be written */ };
enum { /* lantai_attr.flags */
  LANTAI_AF_LIST = 1 /* one member of a list, even if it is the only one */,
  LANTAI_AF_OTHER = 2 /* in META: the key is a label as printed, not one of the named fields */ };
enum { LANTAI_A_STR = 0, LANTAI_A_INT = 1, LANTAI_A_BOOL = 2, LANTAI_A_DATE = 3, LANTAI_A_JSON = 4 };

typedef struct lantai_doc {
  uint32_t struct_size;
  uint32_t reserved;
  const uint8_t *buf;    /* LTD1 buffer, already validated by the host when the plugin gets it */
  uint64_t len;
  uint64_t seq;          /* position in the run, from 0 */
  lantai_str id;             /* stable id, e.g. hash of source + part number */
  lantai_str stem;           /* suggested output stem, safe on every file system */
  lantai_str source;         /* source URI or path, informational */
} lantai_doc;

/* -------------------------------------------------------------------- host */
typedef struct lantai_host lantai_host;
typedef struct lantai_call lantai_call;     /* opaque; valid during one plugin call, on its thread */
typedef struct lantai_output lantai_output; /* opaque */
typedef struct lantai_input lantai_input;   /* opaque */

typedef struct lantai_output_spec {
  uint32_t struct_size;
  uint32_t flags;        /* LANTAI_OUT_* */
  lantai_str name;           /* relative, '/'-separated; empty = the document's primary output.
                            Host rejects absolute, "..", NUL, control, reserved names. */
  lantai_str media_type;
} lantai_output_spec;
enum { LANTAI_OUT_PRIMARY = 0, LANTAI_OUT_SIDE = 1 /* image, css... */, LANTAI_OUT_RUN = 2 /* lives until finish_run */ };
enum { LANTAI_LOG_ERROR = 1, LANTAI_LOG_WARN = 2, LANTAI_LOG_INFO = 3, LANTAI_LOG_DEBUG = 4 };

struct lantai_host {
  uint32_t struct_size;
  uint16_t abi_major, abi_minor;
  lantai_str name, version;
  /* Optional features by name and version, e.g. "lantai.output-path/1" (a staged temp path for
     SQLite-like formats), "lantai.assets/1". NULL when absent. Thread-safe. */
  const void *(LANTAI_CALL *get_extension)(const lantai_host *, lantai_str id);
  void (LANTAI_CALL *log)(lantai_call *, uint32_t level, uint32_t node, lantai_str message);
  void (LANTAI_CALL *progress)(lantai_call *, uint64_t done, uint64_t total);
  int32_t (LANTAI_CALL *cancelled)(lantai_call *);               /* cheap: one relaxed atomic load */
  lantai_status (LANTAI_CALL *fail)(lantai_call *, const lantai_error *);/* records, returns error->code */
  void *(LANTAI_CALL *scratch)(lantai_call *, size_t size, size_t align); /* freed by host after the call */
  lantai_status (LANTAI_CALL *open_output)(lantai_call *, const lantai_output_spec *, lantai_output **out);
  lantai_status (LANTAI_CALL *write)(lantai_output *, const void *data, size_t len);
  lantai_status (LANTAI_CALL *close_output)(lantai_output *);        /* optional; implied at return */
  lantai_status (LANTAI_CALL *resource)(lantai_call *, uint32_t index, const uint8_t **data, size_t *len);
  lantai_status (LANTAI_CALL *read)(lantai_input *, uint64_t off, void *dst, size_t cap, size_t *got);
  lantai_status (LANTAI_CALL *emit_doc)(lantai_call *, const lantai_doc *); /* reader/transform: host validates+copies */
  lantai_status (LANTAI_CALL *emit_resource)(lantai_call *, lantai_str name, lantai_str media_type,
                                     const void *data, size_t len, uint32_t *index);
};

/* --------------------------------------------------------------- instances */
typedef struct lantai_create_info {
  uint32_t struct_size;
  uint32_t worker;       /* 0..workers-1 */
  uint32_t workers;
  uint32_t flags;        /* LANTAI_RUN_* */
  lantai_str options;        /* JSON object, defaults filled in, already valid against the schema */
} lantai_create_info;
enum { LANTAI_RUN_ISOLATED = 1, LANTAI_RUN_DRY = 2, LANTAI_RUN_REPRODUCIBLE = 4 /* no clocks, no randomness */ };

typedef struct lantai_run_info {
  uint32_t struct_size;
  uint32_t flags;
  uint64_t doc_count_hint; /* 0 = unknown */
} lantai_run_info;

typedef struct lantai_source { /* what a reader is given */
  uint32_t struct_size;
  uint32_t reserved;
  lantai_input *input;       /* random access with host->read() */
  uint64_t size;
  const uint8_t *head; size_t head_len; /* first <= 64 KiB, for sniffing without a callback */
  lantai_str name;           /* file name or URL, informational */
  lantai_str media_type;     /* declared, may be wrong or empty */
  lantai_str charset;        /* declared, may be wrong or empty */
} lantai_source;

/* These leading members are the same in all kinds. `inst` is whatever create() stored. */
#define LANTAI_COMMON_OPS \
  uint32_t struct_size; \
  uint32_t reserved; \
  lantai_status (LANTAI_CALL *create)(const lantai_host *, lantai_call *, const lantai_create_info *, void **inst); \
  void (LANTAI_CALL *destroy)(void *inst); \
  lantai_status (LANTAI_CALL *begin_run)(void *inst, lantai_call *, const lantai_run_info *); /* may be NULL */ \
  lantai_status (LANTAI_CALL *finish_run)(void *inst, lantai_call *);                     /* may be NULL */

typedef struct lantai_writer_ops {
  LANTAI_COMMON_OPS
  lantai_status (LANTAI_CALL *write_doc)(void *inst, lantai_call *, const lantai_doc *);
} lantai_writer_ops;
typedef struct lantai_transform_ops { /* 0..n emit_doc() per call; 0 = drop the document */
  LANTAI_COMMON_OPS
  lantai_status (LANTAI_CALL *transform_doc)(void *inst, lantai_call *, const lantai_doc *);
} lantai_transform_ops;
typedef struct lantai_reader_ops {
  LANTAI_COMMON_OPS
  int32_t (LANTAI_CALL *probe)(const lantai_source *);  /* 0 no .. 100 sure; head only, < 1 ms, no state */
  lantai_status (LANTAI_CALL *read_doc)(void *inst, lantai_call *, const lantai_source *); /* 1..n emit_doc() */
} lantai_reader_ops;

/* -------------------------------------------------------------- descriptors */
enum { LANTAI_KIND_READER = 1, LANTAI_KIND_TRANSFORM = 2, LANTAI_KIND_WRITER = 3 }; /* unknown: host skips it */
#define LANTAI_CAP_SINGLE_INSTANCE UINT64_C(1)  /* one instance for the run; host serialises calls   */
#define LANTAI_CAP_ORDERED         UINT64_C(2)  /* wants seq order (host buffers)                    */
#define LANTAI_CAP_RUN_OUTPUT      UINT64_C(4)  /* aggregate format: output is complete at finish_run */
#define LANTAI_CAP_DETERMINISTIC   UINT64_C(8)  /* same input+options => same bytes (checker verifies) */
#define LANTAI_CAP_NEEDS_PATH      UINT64_C(16) /* uses lantai.output-path/1                        */
#define LANTAI_CAP_NEEDS_NET       UINT64_C(32) /* honest declaration; isolated workers deny it by default */
#define LANTAI_CAP_TEXT_ONLY       UINT64_C(64) /* skips all ASIDE nodes: the host may leave them out    */

typedef struct lantai_plugin {
  uint32_t struct_size;
  uint32_t kind;
  uint64_t caps;
  lantai_str id;             /* [a-z0-9][a-z0-9-]{0,31}: what users type: `--to md` */
  lantai_str version;        /* semver of the plugin */
  lantai_str title, description, license, homepage;
  const lantai_str *extensions; size_t extension_count;   /* "md" without the dot; first = default */
  const lantai_str *media_types; size_t media_type_count;
  lantai_str options_schema; /* JSON Schema 2020-12, type object; empty = takes no options */
  uint16_t doc_major, doc_minor; /* document buffer version it was written against */
  uint32_t reserved;
  union {
    const lantai_writer_ops *writer;
    const lantai_transform_ops *transform;
    const lantai_reader_ops *reader;
    const void *any;
  } ops;
} lantai_plugin;

#define LANTAI_MOD_UNWIND_SAFE 1u /* all entries catch panics/exceptions; unset if built panic=abort */

typedef struct lantai_module {
  uint64_t magic;        /* LANTAI_MODULE_MAGIC: checked before anything else */
  uint32_t struct_size;
  uint16_t abi_major, abi_minor; /* the header it was compiled with */
  uint16_t min_host_minor;       /* the oldest host it runs under (usually 0) */
  uint16_t reserved;
  uint32_t flags;        /* LANTAI_MOD_* */
  lantai_str name, version;  /* of the library (package) */
  lantai_str built_with;     /* "lantai-plugin 0.1.0, rustc 1.95.0": shown by `plugins show` */
  size_t plugin_count;
  const lantai_plugin *const *plugins;             /* pointers: lantai_plugin can grow */
  lantai_status (LANTAI_CALL *init)(const lantai_host *);  /* may be NULL; once, before any create() */
  void (LANTAI_CALL *deinit)(void);                /* may be NULL */
} lantai_module;

/* Must be quick, must not allocate, start threads or do I/O: called while scanning. A function,
   not a variable, because dlsym is only portable for functions. */
LANTAI_EXPORT const lantai_module *LANTAI_CALL lantai_module_v1(void);

/* ------------------------------------------------- header-only read helpers */
static inline const lantai_doc_header *lantai_hdr(const lantai_doc *d) { return (const lantai_doc_header *)(const void *)d->buf; }
static inline uint32_t lantai_count(const lantai_doc *d) { return lantai_hdr(d)->node_count; }
static inline const lantai_node *lantai_at(const lantai_doc *d, uint32_t i) {
  const lantai_doc_header *h = lantai_hdr(d);
  return (const lantai_node *)(const void *)(d->buf + h->nodes_off + (size_t)i * h->node_stride);
}
static inline lantai_str lantai_sub(const lantai_doc *d, uint32_t off, uint32_t len) {
  lantai_str s; s.ptr = (const char *)d->buf + lantai_hdr(d)->text_off + off; s.len = len; return s;
}
static inline lantai_str lantai_text(const lantai_doc *d, const lantai_node *n) { return lantai_sub(d, n->text_off, n->text_len); }
static inline lantai_str lantai_label(const lantai_doc *d, const lantai_node *n) { return lantai_sub(d, n->text_off, n->label_len); }
static inline lantai_str lantai_body(const lantai_doc *d, const lantai_node *n) {
  return lantai_sub(d, n->text_off + n->label_len, n->text_len - n->label_len);
}
static inline const lantai_attr *lantai_attr_at(const lantai_doc *d, const lantai_node *n, uint32_t k) {
  const lantai_doc_header *h = lantai_hdr(d);
  return (const lantai_attr *)(const void *)(d->buf + h->attrs_off + (size_t)(n->attr_first + k) * h->attr_stride);
}
static inline lantai_status lantai_puts(const lantai_host *h, lantai_output *o, lantai_str s) { return h->write(o, s.ptr, s.len); }

#ifdef __cplusplus
}
#endif
#endif /* LANTAI_PLUGIN_H */
