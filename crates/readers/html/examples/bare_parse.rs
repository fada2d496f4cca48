//! Parses every page of a folder with scraper and does nothing else: what speed is compared with. The pages are read as
//! UTF-8. Time it as a whole: `time bare_parse FOLDER`.

fn main() -> std::io::Result<()> {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: bare_parse FOLDER");
        std::process::exit(2);
    };
    let mut elements = 0;
    for entry in std::fs::read_dir(folder)? {
        let bytes = std::fs::read(entry?.path())?;
        elements += scraper::Html::parse_document(&String::from_utf8_lossy(&bytes)).tree.nodes().count();
    }
    println!("{elements} nodes");
    Ok(())
}
