//! Why a file cannot be published as a picture.

use super::{FILE_LIMIT, PIXEL_LIMIT, SIDE_LIMIT};
use crate::finding::Text;
use crate::text;

/// What is wrong with a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Not a picture of a kind that browsers show.
    Unknown,
    /// Cannot be decoded. The decoder's words are for those who know its source.
    Broken,
    /// Ends before it is complete.
    CutOff,
    /// More bytes than a picture may have.
    FileTooLarge(u64),
    /// More pixels than a picture may have: width and height.
    TooManyPixels(u32, u32),
}

impl Fault {
    /// Whether the picture itself is sound, only too large.
    pub fn is_size(&self) -> bool {
        matches!(self, Fault::FileTooLarge(_) | Fault::TooManyPixels(..))
    }

    /// What is so.
    pub fn message(&self) -> Text {
        match self {
            Fault::Unknown => text!(
                "这个文件不是 JPEG、PNG、WebP 或 GIF 图片",
                "this file is no JPEG, PNG, WebP or GIF"
            ),
            Fault::Broken => text!(
                "图片损坏，解不开",
                "the picture is broken and cannot be decoded"
            ),
            Fault::CutOff => text!(
                "图片不完整，像是没有传完",
                "the picture is cut off, as after a transfer that broke"
            ),
            Fault::FileTooLarge(bytes) => {
                let size = bytes.div_ceil(1 << 20);
                let most = FILE_LIMIT >> 20;
                text!(
                    "图片文件太大（{size} MB），最多 {most} MB",
                    "the picture file is too large ({size} MB); {most} MB is the most"
                )
            }
            Fault::TooManyPixels(width, height) => {
                let most = PIXEL_LIMIT / 1_000_000;
                text!(
                    "图片太大（{width}×{height} 像素），最多 {most}00 万像素，每边最多 {SIDE_LIMIT}",
                    "the picture is too large ({width}×{height} pixels); {most} megapixels is the most, {SIDE_LIMIT} to a side"
                )
            }
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Text {
        match self {
            Fault::Unknown => text!(
                "用看图软件另存为 JPEG 或 PNG；手机的 HEIC 要先转成 JPEG",
                "save it as JPEG or PNG; convert a phone's HEIC to JPEG first"
            ),
            Fault::Broken | Fault::CutOff => text!(
                "请提供者重新发一份原图",
                "ask whoever sent it for the original once more"
            ),
            Fault::FileTooLarge(_) | Fault::TooManyPixels(..) => text!(
                "用看图软件缩小到 3000 像素宽以内再放进来",
                "shrink it to 3000 pixels or less and put it here again"
            ),
        }
    }
}
