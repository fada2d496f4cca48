//! Paths of a page, of which only rulings are kept: strokes along an axis and filled slivers.

use crate::geometry::Rect;
use crate::glyph::Ruling;

/// A filled shape thinner than this many points is a line.
const THIN: f32 = 3.0;
/// A stroke wider than this is an area, not a line.
const WIDEST_STROKE: f32 = 6.0;
/// How far the ends of a line may differ across its direction.
const SLOPE: f32 = 0.8;
/// Most path pieces that are kept on a page: more is a drawing, not a table.
const MAX_PIECES: usize = 200_000;

/// The path that is being built, and the rulings painted so far.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    segments: Vec<[(f32, f32); 2]>,
    shapes: Vec<Rect>,
    shape: Option<Rect>,
    start: (f32, f32),
    point: (f32, f32),
    /// Box around all points, those that steer curves included.
    bounds: Option<Rect>,
    pub(crate) rulings: Vec<Ruling>,
}

impl Paths {
    fn room(&self) -> bool {
        self.segments.len() + self.shapes.len() < MAX_PIECES && self.rulings.len() < MAX_PIECES
    }

    fn finish_shape(&mut self) {
        if let Some(shape) = self.shape.take()
            && self.room()
        {
            self.shapes.push(shape);
        }
    }

    fn extend(&mut self, point: (f32, f32)) {
        let dot = Rect::new(point.0, point.1, point.0, point.1);
        self.shape = Some(self.shape.map_or(dot, |shape| shape.union(&dot)));
        self.reach(point);
    }

    fn reach(&mut self, point: (f32, f32)) {
        let dot = Rect::new(point.0, point.1, point.0, point.1);
        self.bounds = Some(self.bounds.map_or(dot, |bounds| bounds.union(&dot)));
    }

    /// The box around the whole path.
    pub(crate) fn bounds(&self) -> Option<Rect> {
        self.bounds
    }

    /// Tells the box of each shape that is more than a line.
    pub(crate) fn areas(&self, mut tell: impl FnMut(Rect)) {
        for shape in self.shapes.iter().chain(&self.shape) {
            if shape.width() >= THIN && shape.height() >= THIN {
                tell(*shape);
            }
        }
    }

    pub(crate) fn move_to(&mut self, point: (f32, f32)) {
        self.finish_shape();
        self.start = point;
        self.point = point;
        self.extend(point);
    }

    pub(crate) fn line_to(&mut self, point: (f32, f32)) {
        if self.room() {
            self.segments.push([self.point, point]);
        }
        self.extend(point);
        self.point = point;
    }

    /// A curve: the points that steer it, then its end.
    pub(crate) fn curve_to(&mut self, points: &[(f32, f32)]) {
        let Some((&point, steering)) = points.split_last() else { return };
        for &steer in steering {
            self.reach(steer);
        }
        self.extend(point);
        self.point = point;
    }

    pub(crate) fn close(&mut self) {
        if self.shape.is_some() && self.point != self.start {
            self.line_to(self.start);
        }
    }

    /// Adds a parallelogram by its corners in order.
    pub(crate) fn rect(&mut self, corners: [(f32, f32); 4]) {
        let [a, b, c, d] = corners;
        self.move_to(a);
        for point in [b, c, d, a] {
            self.line_to(point);
        }
        self.finish_shape();
    }

    /// Paints the path and begins a new one.
    pub(crate) fn paint(&mut self, stroke: bool, fill: bool, width: f32) {
        self.finish_shape();
        let stroke = stroke && width <= WIDEST_STROKE;
        for shape in &self.shapes {
            // A sliver is one line, not the two lines of its edges.
            let (w, h) = (shape.width(), shape.height());
            if (fill || stroke) && (w < THIN) != (h < THIN) {
                self.rulings.push(line(shape));
            } else if fill && w.max(h) < THIN && w.min(h) > 0.0 {
                // A dot or a short dash: a piece of a line of either direction, if others stand in line with it.
                let (x, y) = ((shape.x0 + shape.x1) / 2.0, (shape.y0 + shape.y1) / 2.0);
                if w >= 0.7 * h {
                    self.rulings.push(Ruling { x0: shape.x0, y0: y, x1: shape.x1, y1: y });
                }
                if h >= 0.7 * w {
                    self.rulings.push(Ruling { x0: x, y0: shape.y0, x1: x, y1: shape.y1 });
                }
            }
        }
        if stroke {
            for [a, b] in &self.segments {
                let (w, h) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
                if (w <= SLOPE) != (h <= SLOPE) && w.max(h) >= THIN {
                    self.rulings.push(line(&Rect::new(a.0, a.1, b.0, b.1)));
                }
            }
        }
        self.discard();
    }

    /// Ends the path without painting.
    pub(crate) fn discard(&mut self) {
        self.segments.clear();
        self.shapes.clear();
        self.shape = None;
        self.bounds = None;
        if self.rulings.len() > MAX_PIECES {
            self.rulings.truncate(MAX_PIECES);
        }
    }
}

/// The middle line of a thin box.
fn line(shape: &Rect) -> Ruling {
    if shape.width() >= shape.height() {
        let y = (shape.y0 + shape.y1) / 2.0;
        Ruling { x0: shape.x0, y0: y, x1: shape.x1, y1: y }
    } else {
        let x = (shape.x0 + shape.x1) / 2.0;
        Ruling { x0: x, y0: shape.y0, x1: x, y1: shape.y1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slivers_and_strokes_become_rulings() {
        let mut paths = Paths::default();
        paths.rect([(10.0, 10.0), (110.0, 10.0), (110.0, 10.5), (10.0, 10.5)]);
        paths.paint(false, true, 1.0);
        assert_eq!(paths.rulings, [Ruling { x0: 10.0, y0: 10.25, x1: 110.0, y1: 10.25 }]);
        paths.rect([(10.0, 10.0), (110.0, 10.0), (110.0, 60.0), (10.0, 60.0)]);
        paths.paint(true, false, 1.0);
        assert_eq!(paths.rulings.len(), 5, "a stroked box has four sides");
        paths.rect([(10.0, 10.0), (110.0, 10.0), (110.0, 60.0), (10.0, 60.0)]);
        paths.paint(false, true, 1.0);
        paths.move_to((0.0, 0.0));
        paths.line_to((50.0, 50.0));
        paths.paint(true, false, 1.0);
        assert_eq!(paths.rulings.len(), 5, "shading and slanted lines are no rulings");
    }
}
