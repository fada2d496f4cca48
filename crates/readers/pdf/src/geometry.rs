//! Affine matrices and boxes of page space.

/// An affine matrix `[a b c d e f]` as in content streams: `x' = ax + cy + e`, `y' = bx + dy + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Matrix(pub [f64; 6]);

impl Matrix {
    pub(crate) const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// A translation.
    pub(crate) fn shift(x: f64, y: f64) -> Self {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First `self`, then `next`.
    pub(crate) fn then(&self, next: &Matrix) -> Matrix {
        let (a, b) = (&self.0, &next.0);
        Matrix([
            a[0] * b[0] + a[1] * b[2],
            a[0] * b[1] + a[1] * b[3],
            a[2] * b[0] + a[3] * b[2],
            a[2] * b[1] + a[3] * b[3],
            a[4] * b[0] + a[5] * b[2] + b[4],
            a[4] * b[1] + a[5] * b[3] + b[5],
        ])
    }

    pub(crate) fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let m = &self.0;
        (x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5])
    }
}

/// A box: left, bottom, right, top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
}

impl Rect {
    /// The box that holds nothing; any union with it is the other box.
    pub(crate) const NONE: Rect =
        Rect { x0: f32::INFINITY, y0: f32::INFINITY, x1: f32::NEG_INFINITY, y1: f32::NEG_INFINITY };

    pub(crate) fn new(xa: f32, ya: f32, xb: f32, yb: f32) -> Self {
        Rect { x0: xa.min(xb), y0: ya.min(yb), x1: xa.max(xb), y1: ya.max(yb) }
    }

    pub(crate) fn union(&self, other: &Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    pub(crate) fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    pub(crate) fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    pub(crate) fn contains(&self, x: f32, y: f32, slack: f32) -> bool {
        x >= self.x0 - slack && x <= self.x1 + slack && y >= self.y0 - slack && y <= self.y1 + slack
    }
}

/// The four directions in which text may run on a page. Layout works on text that runs to the right, so pages and
/// text of other directions are turned first; places are turned back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Turn {
    Right,
    Up,
    Left,
    Down,
}

impl Turn {
    pub(crate) const ALL: [Turn; 4] = [Turn::Right, Turn::Up, Turn::Left, Turn::Down];

    /// The direction of a vector, or `None` where it is slanted or zero.
    pub(crate) fn of(dx: f64, dy: f64) -> Option<Turn> {
        let (ax, ay) = (dx.abs(), dy.abs());
        if !(ax + ay).is_finite() || ax + ay <= 1e-9 || ax.min(ay) > 0.2 * ax.max(ay) {
            return None;
        }
        Some(match (ax >= ay, dx > 0.0, dy > 0.0) {
            (true, true, _) => Turn::Right,
            (true, false, _) => Turn::Left,
            (false, _, true) => Turn::Up,
            (false, _, false) => Turn::Down,
        })
    }

    /// Turns a point so that text of this direction runs to the right.
    pub(crate) fn upright(self, x: f32, y: f32) -> (f32, f32) {
        match self {
            Turn::Right => (x, y),
            Turn::Up => (y, -x),
            Turn::Left => (-x, -y),
            Turn::Down => (-y, x),
        }
    }

    /// Turns an upright box back into page space.
    pub(crate) fn back(self, r: &Rect) -> Rect {
        let inverse = match self {
            Turn::Up => Turn::Down,
            Turn::Down => Turn::Up,
            same => same,
        };
        let (xa, ya) = inverse.upright(r.x0, r.y0);
        let (xb, yb) = inverse.upright(r.x1, r.y1);
        Rect::new(xa, ya, xb, yb)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_there_and_back_is_the_identity() {
        let rect = Rect::new(10.0, 20.0, 40.0, 25.0);
        for turn in Turn::ALL {
            let (xa, ya) = turn.upright(rect.x0, rect.y0);
            let (xb, yb) = turn.upright(rect.x1, rect.y1);
            assert_eq!(turn.back(&Rect::new(xa, ya, xb, yb)), rect, "{turn:?}");
        }
    }

    #[test]
    fn directions() {
        assert_eq!(Turn::of(5.0, 0.1), Some(Turn::Right));
        assert_eq!(Turn::of(0.0, -2.0), Some(Turn::Down));
        assert_eq!(Turn::of(3.0, 3.0), None);
        assert_eq!(Turn::of(0.0, 0.0), None);
    }
}
