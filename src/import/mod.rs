//! What counties send, taken in: tables of figures, write-ups, pasted pages.
//!
//! [`figures`] reads workbooks and text tables into the counties' figures.toml.
//! Nothing here decides in an editor's place: what can be understood in one way
//! is, with a word on every correction; everything else is a finding, and while
//! one of them is an error nothing is written. Files from strangers have limits
//! (`archive.rs`), and nothing is written outside `content/` (`disk.rs`).

mod archive;
mod assumed;
mod captions;
pub mod case;
mod cell;
mod compound;
mod disk;
mod docx;
mod draft;
pub mod export;
pub mod figures;
mod forms;
mod front;
mod grid;
mod header;
mod header_parts;
mod header_words;
mod headings;
mod keep;
mod length;
pub mod link;
mod match_names;
mod page_lines;
mod pasted;
mod pasted_tables;
mod plain;
mod plan;
mod rich;
mod roster;
mod sheet_facts;
mod show;
mod show_case;
mod simplify;
mod table;
mod text_table;
mod workbook;
mod write_figures;
mod write_markdown;
mod write_tables;
mod xls_facts;
mod xls_limits;
mod xls_texts;
mod xml;

pub use disk::{NewFile, write};
pub use draft::{Block, Draft, Inline, Look, Mark, Picture, Remark, Rows, TableCell, Weight};
pub use header::Part;
pub use keep::Keep;
pub use plan::{Change, Plan};
pub use show::plan as show_plan;
pub use table::{Layout, Shown, Table};
