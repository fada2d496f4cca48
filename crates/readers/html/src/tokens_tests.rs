//! Our tokens build the same tree as html5ever's own, on made-up markup of every kind of disorder.

use html5ever::ns;
use scraper::{Html, Node};

/// Elements, kept attributes and text in order; comments left out, so neighbouring texts are one.
fn outline(html: &Html) -> String {
    let mut out = String::new();
    let mut text = String::new();
    for edge in html.tree.root().traverse() {
        let (node, opens) = match edge {
            ego_tree::iter::Edge::Open(node) => (node, true),
            ego_tree::iter::Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(run) if opens => text.push_str(run),
            Node::Element(element) => {
                if !text.is_empty() {
                    out.push_str(&format!("{text:?}\n"));
                    text.clear();
                }
                if !opens {
                    out.push_str("/\n");
                    continue;
                }
                out.push_str(element.name());
                if element.name.ns != ns!(html) {
                    out.push_str(" foreign");
                }
                for (name, value) in &element.attrs {
                    // Others are not kept.
                    if crate::names::attribute_name(name.local.as_bytes()).is_none() {
                        continue;
                    }
                    out.push_str(&format!(" {}={value:?}", name.local));
                }
                out.push('\n');
            }
            _ => {}
        }
    }
    out + &text
}

fn same(page: &str) {
    let ours = crate::parse::parse(&crate::tokens::buffer(page));
    if ours.stop.is_none() {
        assert_eq!(outline(&ours.html), outline(&Html::parse_document(page)), "{page:?}");
    }
}

#[test]
fn corners_of_the_standard() {
    for page in [
        "",
        "\u{FEFF}<p>a",
        "a\r\nb\rc\n\r\nd",
        "<p>a < b <3 </ <> </> <?x?> <!x> <!> </ x> <",
        "</",
        "<!",
        "<!-",
        "<!--",
        "<!-->a",
        "<!--->b",
        "<!--a--!>b<!--c--->d<!-- -- >e--><p>f",
        "<!--a",
        "<!doctype html public '-//W3C//DTD HTML 4.01//EN'><p><table>",
        "<!doctype><p><table>",
        "<!DOCTYPE html><p><table>",
        "<!DOCTYPE html SYSTEM 'about:legacy-compat'><p><table>",
        "<a href=x/>y</a><br/><p class = 'a' CLASS=b id>z",
        "<p =a=b class='x\"y' id=\"z'\">t<p class=>u<p class>v<p/class=a/id=b/>w",
        "<p class='a",
        "<p class",
        "<p",
        "<img alt=a&amp;b&copy=1&copy;&#65 title>x&amp;y&ampz&lt",
        "&#x110000;&#xD800;&#0;&#128;&unknown;&notin;&notit;&#;&#x;&",
        "a\0b<p\0 id=\0>c<title>\0d</title><script>\0e</script>",
        "<title>a&amp;b</titlex></title ></p>c",
        "<style>a</styl></style\n>b<textarea>\n c</textarea>d<pre>\n e</pre>",
        "<script>a<!--b<script>c</script>d--></script>e",
        "<script><!--></script>a",
        "<script><!--->x</script>a",
        "<script><!--a</script>b<script>if(1<!--x</script>c",
        "<script><!--<script>a</script>b</script>c<script><!--<script >-->d</script>e",
        "<noscript><p>a</noscript><iframe><p>b</iframe><xmp><p>c</xmp><noframes>d</noframes>",
        "<plaintext>a</plaintext><p>b",
        "<svg><title>a</title><![CDATA[b]]c]]><desc>d<p>e</svg><![CDATA[f]]><math><mi>g<![CDATA[h",
        "<table>a<tr>b<td>c<table>d</table>e<p>f</table>g",
        "<b><p>a</b>b<i>c<p>d</i>e<a>f<a>g<font><font><font><font>x<p>y",
        "<p a=1 b=2 class=x ID=Y>a<DIV Class=Z>b</Div>",
        "<html id=a><body class=b><html class=c id=d><body id=e>x</body></html>y<p>z",
        "<html><frameset><frame src=a></frameset>",
    ] {
        same(page);
    }
}

#[test]
fn soups() {
    const PARTS: &[&str] = &[
        "<p>",
        "</p>",
        "<div class=a>",
        "</div>",
        "<b>",
        "</b>",
        "<a href='x'>",
        "</a>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<th rowspan=2>",
        "<ul>",
        "<li>",
        "</ul>",
        "<h1>",
        "</h1>",
        "<span style='a:b'>",
        "</span>",
        "<br>",
        "<img src=x>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<title>",
        "</title>",
        "<!--",
        "-->",
        "<textarea>",
        "</textarea>",
        "<svg>",
        "</svg>",
        "<math>",
        "<select>",
        "<option>",
        "</select>",
        "<form>",
        "</form>",
        "<input type=hidden>",
        "云河市",
        "a ",
        "\n",
        "&nbsp;",
        "&",
        "&am",
        "p;",
        "<",
        ">",
        "/",
        "'",
        "\"",
        "=",
        "\0",
        "\r\n",
        "<o:p>",
        "</o:p>",
        "<template>",
        "</template>",
        "<caption>",
        "<tbody>",
        "<col>",
        "<noscript>",
        "</noscript>",
        "<iframe>",
        "</iframe>",
        "<![CDATA[",
        "]]>",
        "<nobr>",
        "<button>",
        "<body>",
        "</body>",
        "</html>",
        "<font color=red>",
        "</font>",
        "<dd>",
        "<dt>",
        "<pre>",
        "<frameset>",
        "<hr/>",
        "--",
        "!",
        "<head>",
        "<base>",
    ];
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % below
    };
    for _ in 0..4000 {
        let length = 1 + random(40);
        let page: String = (0..length).map(|_| PARTS[random(PARTS.len())]).collect();
        same(&page);
    }
}
