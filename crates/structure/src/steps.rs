//! Counts the steps of loops that could grow faster than a document, in tests only: that structure is linear is tested by
//! counting, not by a clock.

#[cfg(test)]
thread_local! {
    static STEPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Counts `n` steps; nothing outside tests.
#[inline(always)]
pub fn count(n: usize) {
    #[cfg(test)]
    STEPS.with(|steps| steps.set(steps.get() + n as u64));
    let _ = n;
}

#[cfg(test)]
mod tests {
    use super::*;
    use lantai_model::{Block, Cues, Flow, Item, Paragraph, Span};

    /// Line `n` of a document.
    type Shape = fn(usize) -> String;

    /// Steps for a title and `n` lines of that shape.
    fn steps(title: &str, line: Shape, n: usize) -> u64 {
        let mut flow = Flow::default();
        for text in std::iter::once(title.to_owned()).chain((0..n).map(line)) {
            let block = Block::Paragraph(Paragraph::plain(text));
            flow.items.push(Item { block, cues: Cues::default(), at: Span::default() });
        }
        STEPS.with(|steps| steps.set(0));
        crate::structure(flow);
        STEPS.with(std::cell::Cell::get)
    }

    fn report(n: usize) -> String {
        let han = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
        match n % 12 {
            0 => format!("{}、推进重点工作", han[n / 12 % 10]),
            1 | 6 => format!("（{}）加强统筹。全年完成投资{n}亿元；一是抓早，二是抓小。", han[n % 12 / 6]),
            k => format!("{k}.抓好项目建设。（1）开工项目{n}个。（2）完成投资。"),
        }
    }

    fn attachments(n: usize) -> String {
        match n % 3 {
            0 => format!("附件：{}.任务分工表", n % 90 + 1),
            1 => format!("附件{}", n % 90 + 1),
            _ => "附表：1.名单".to_owned(),
        }
    }

    fn documents(n: usize) -> String {
        match n % 5 {
            0 => format!("关于印发《方案{n}》的通知"),
            1 => "各县区人民政府：".to_owned(),
            2 => "现将方案印发给你们，请认真贯彻执行。".to_owned(),
            3 => "云河市人民政府".to_owned(),
            _ => "2023年5月6日".to_owned(),
        }
    }

    #[test]
    fn twice_the_length_is_twice_the_work() {
        let shapes: [(&str, Shape); 9] = [
            ("云河市2023年工作总结", report),
            ("云河市2023年工作总结", attachments),
            ("云河市2023年工作总结", documents),
            ("云河市人民政府公报", documents),
            ("关于印发《云河市方案》的通知", report),
            ("云河市2023年工作总结（精选90篇）", |n| format!("篇{}：工作总结", n % 99 + 1)),
            ("云河市2023年工作总结", |_| "一、工作总结".to_owned()),
            ("云河市2023年工作总结", |n| {
                if n == 0 { "目录".into() } else { format!("第{n}项工作情况……{n}") }
            }),
            ("云河市2023年工作总结", |n| format!("{}.{}.{} 工作内容", n / 81 + 1, n / 9 % 9 + 1, n % 9 + 1)),
        ];
        for (nth, (title, line)) in shapes.into_iter().enumerate() {
            let (once, twice) = (steps(title, line, 2000), steps(title, line, 4000));
            assert!(once > 0 && twice <= once * 5 / 2, "shape {nth}: {once} steps, then {twice}");
        }
    }

    #[test]
    fn a_paragraph_twice_as_long_is_twice_the_work() {
        let pieces: [Shape; 4] = [
            |n| format!("（{}）抓好第{n}项工作，完成投资。", n % 90 + 1),
            |_| "完成投资。（市科技局牵头，市财政局负责）。".to_owned(),
            |_| "来源：本站".to_owned(),
            |_| "（（（".to_owned(),
        ];
        for (nth, piece) in pieces.into_iter().enumerate() {
            let paragraph = |n| (0..n).map(piece).collect::<String>();
            let (once, twice) = (steps(&paragraph(2000), piece, 0), steps(&paragraph(4000), piece, 0));
            assert!(once > 0 && twice <= once * 22 / 10, "piece {nth}: {once} steps, then {twice}");
        }
    }
}
