//! A refresh under way while the feed is looked at.

use std::sync::Arc;

use tokio::{sync::watch, task::JoinHandle};

use crate::{
    fetch::Snapshot,
    plan::{Decision, Plan, Why},
    rpc::RpcError,
    submit::{Cargo, Course, Outcome, Submitter},
};

/// A refresh under way; it ends with the value.
pub struct UnderWay {
    task: JoinHandle<Result<Option<Outcome>, RpcError>>,
    course: watch::Sender<Course>,
    decided: Option<(Arc<Snapshot>, Plan)>,
}

impl UnderWay {
    /// Sends a refresh that was decided on.
    pub fn launch(submitter: &Submitter, cargo: Cargo, snapshot: Arc<Snapshot>, plan: Plan) -> Self {
        let (course, steered) = watch::channel(Course::Wanted);
        let submitter = submitter.clone();
        let task = tokio::spawn(async move { submitter.deliver(&cargo, steered).await.map(Some) });
        Self { task, course, decided: Some((snapshot, plan)) }
    }

    /// Sends on what an earlier process left.
    pub fn resume(submitter: &Submitter) -> Self {
        let (course, steered) = watch::channel(Course::Wanted);
        let submitter = submitter.clone();
        let task = tokio::spawn(async move { submitter.resume(steered).await });
        Self { task, course, decided: None }
    }

    /// What a new look means for it: it is done when the feed was refreshed since, by whomever, and there is no reason
    /// left to.
    pub fn steer(&self, snapshot: &Snapshot, plan: &Plan) {
        let course = match plan.decision {
            Decision::Wait(_) if self.is_refreshed(snapshot) => Course::Done(snapshot.feed.engine.slot),
            Decision::Refresh(why) if is_urgent(why) && !self.is_urgent() => Course::Hurry,
            _ => return,
        };
        self.course.send_if_modified(|current| {
            let news = *current != course && !matches!(current, Course::Done(_));
            if news {
                *current = course;
            }
            news
        });
    }

    /// Whether it was launched for something urgent: then it was in a hurry from the start.
    fn is_urgent(&self) -> bool {
        matches!(&self.decided, Some((_, Plan { decision: Decision::Refresh(why), .. })) if is_urgent(*why))
    }

    fn is_refreshed(&self, snapshot: &Snapshot) -> bool {
        self.decided.as_ref().is_none_or(|(decided, _)| snapshot.feed.sequence > decided.feed.sequence)
    }

    /// What became of it; `None` where there was nothing to send on.
    ///
    /// # Errors
    /// [`RpcError`] where it was not sent at all.
    pub async fn ended(&mut self) -> Result<Option<Outcome>, RpcError> {
        match (&mut self.task).await {
            Ok(ended) => ended,
            // Nobody cancels it while it is waited for; a panic is no worse than not knowing.
            Err(_) => Ok(Some(Outcome::Unknown { signature: Default::default() })),
        }
    }

    /// What it was decided on; `None` for what an earlier process left.
    pub fn decided(self) -> Option<(Arc<Snapshot>, Plan)> {
        self.task.abort();
        self.decided.clone()
    }
}

fn is_urgent(why: Why) -> bool {
    matches!(why, Why::Level { .. } | Why::Gates { .. })
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.task.abort();
    }
}
