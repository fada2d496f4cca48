//! What is said of who is responsible for a task: leaders, units, when, and how it goes.

/// What such words say.
#[derive(Debug, Default, PartialEq)]
pub struct Charge {
    /// Leaders in charge (责任领导).
    pub leaders: Vec<String>,
    /// Units that lead, or that are responsible where none leads.
    pub units: Vec<String>,
    /// Units that cooperate.
    pub cooperating: Vec<String>,
    /// When it must be done, as printed.
    pub due: String,
    /// How it goes, as printed.
    pub progress: String,
}

/// How much of a charge is known: names in its lists, and whether it has the texts.
#[derive(Clone, Copy, Default)]
pub struct Known {
    leaders: usize,
    units: usize,
    cooperating: usize,
    due: bool,
    progress: bool,
}

impl Charge {
    /// How much is known, to come back to.
    pub fn known(&self) -> Known {
        Known {
            leaders: self.leaders.len(),
            units: self.units.len(),
            cooperating: self.cooperating.len(),
            due: !self.due.is_empty(),
            progress: !self.progress.is_empty(),
        }
    }

    /// Forgets what was added since.
    pub fn back_to(&mut self, known: Known) {
        self.leaders.truncate(known.leaders);
        self.units.truncate(known.units);
        self.cooperating.truncate(known.cooperating);
        for (text, had) in [(&mut self.due, known.due), (&mut self.progress, known.progress)] {
            if !had {
                text.clear();
            }
        }
    }

    /// It says how things go, and nothing of who or when.
    pub fn tells_only(&self) -> bool {
        self.units.is_empty() && self.cooperating.is_empty() && self.leaders.is_empty() && self.due.is_empty()
    }

    /// Adds what another line says of the same measure.
    pub fn add(&mut self, other: Charge) {
        // 牵头单位 on one line and 责任单位 on the next: the second line's units take part.
        let units = if self.units.is_empty() { &mut self.units } else { &mut self.cooperating };
        units.extend(other.units);
        self.leaders.extend(other.leaders);
        self.cooperating.extend(other.cooperating);
        if self.due.is_empty() {
            self.due = other.due;
        }
        if self.progress.is_empty() {
            self.progress = other.progress;
        }
    }
}
