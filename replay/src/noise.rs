//! Ordinary movement of a market: two wanders, sales that are taken back, depth that comes and goes.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Exp1, StandardNormal};

use crate::scenario::Noise;

const BPS: f64 = 1e-4;
const DAY: f64 = 86_400.0;

/// Noise of one market as it goes on.
#[derive(Clone)]
pub struct Noisy {
    noise: Noise,
    dice: ChaCha8Rng,
    slow: f64,
    quick: f64,
    sale: f64,
    depth: f64,
    last: f64,
    steps: Steps,
}

/// What a step of this length keeps.
#[derive(Clone, Copy, Default)]
struct Steps {
    seconds: f64,
    slow: Kept,
    quick: Kept,
    depth: Kept,
    sale: f64,
    chance: f64,
}

#[derive(Clone, Copy, Default)]
struct Kept {
    kept: f64,
    new: f64,
}

impl Kept {
    fn within(seconds: f64, constant: f64) -> Self {
        let kept = if constant > 0.0 { (-seconds / constant).exp() } else { 0.0 };
        Self { kept, new: (1.0 - kept * kept).sqrt() }
    }

    fn step(self, value: &mut f64, dice: &mut ChaCha8Rng) -> f64 {
        let normal: f64 = StandardNormal.sample(dice);
        *value = *value * self.kept + self.new * normal;
        *value
    }
}

impl Noisy {
    /// Of the market of this place, in the story of this seed.
    pub fn new(noise: Noise, seed: u64, place: usize) -> Self {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        dice.set_stream(place as u64 + 1);
        let [slow, quick, depth] = [0; 3].map(|_| StandardNormal.sample(&mut dice));
        Self { noise, dice, slow, quick, sale: 0.0, depth, last: 0.0, steps: Steps::default() }
    }

    /// Factors of price and depth at a second, not before the last one that was asked for.
    pub fn at(&mut self, second: f64) -> (f64, f64) {
        let passed = second - self.last;
        if passed > 0.0 {
            self.last = second;
            self.pass(passed);
        }
        let price = BPS * (self.noise.slow * self.slow + self.noise.quick * self.quick - self.sale);
        (price.exp(), if self.noise.depth > 0.0 { (self.noise.depth * self.depth).exp() } else { 1.0 })
    }

    fn pass(&mut self, seconds: f64) {
        let noise = &self.noise;
        if self.steps.seconds != seconds {
            let sold = |of: f64| if noise.sale_every.0 > 0.0 { of / noise.sale_every.0 } else { 0.0 };
            self.steps = Steps {
                seconds,
                slow: Kept::within(seconds, noise.slow_within.0),
                quick: Kept::within(seconds, noise.quick_within.0),
                depth: Kept::within(seconds, DAY),
                sale: if noise.sale_heals.0 > 0.0 { 0.5_f64.powf(seconds / noise.sale_heals.0) } else { 0.0 },
                chance: sold(seconds).min(1.0),
            };
        }
        let dice = &mut self.dice;
        if noise.slow > 0.0 {
            self.steps.slow.step(&mut self.slow, dice);
        }
        if noise.quick > 0.0 {
            self.steps.quick.step(&mut self.quick, dice);
        }
        if noise.depth > 0.0 {
            self.steps.depth.step(&mut self.depth, dice);
        }
        if self.steps.chance > 0.0 {
            self.sale *= self.steps.sale;
            if dice.random::<f64>() < self.steps.chance {
                let size: f64 = Exp1.sample(dice);
                self.sale += noise.sale * size;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn noise() -> Noise {
        Noise { slow: 12.0, slow_within: Span(21_600.0), quick: 9.0, quick_within: Span(180.0), ..Noise::default() }
    }

    #[test]
    fn the_same_seed_gives_the_same_noise_and_another_gives_another() {
        let run = |seed, place| {
            let mut noisy = Noisy::new(noise(), seed, place);
            (1..100).map(|beat| noisy.at(f64::from(beat) * 20.0).0).collect::<Vec<_>>()
        };
        assert_eq!(run(1, 0), run(1, 0));
        assert_ne!(run(1, 0), run(2, 0));
        assert_ne!(run(1, 0), run(1, 1));
    }

    #[test]
    fn it_wanders_as_far_as_it_says() {
        let mut noisy = Noisy::new(noise(), 1, 0);
        let all: Vec<f64> = (1..500_000).map(|beat| noisy.at(f64::from(beat) * 60.0).0.ln() / BPS).collect();
        let deviation = (all.iter().map(|bps| bps * bps).sum::<f64>() / all.len() as f64).sqrt();
        assert!((deviation - 15.0).abs() < 0.5, "{deviation}");
    }

    #[test]
    fn none_is_none() {
        let mut noisy = Noisy::new(Noise::default(), 1, 0);
        assert_eq!(noisy.at(20.0), (1.0, 1.0));
    }
}
